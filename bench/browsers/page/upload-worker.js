// @ts-check
import { WAYS } from './bare-upload.js';
import { answerBy } from './worker-calls.js';

answerBy(({ way, address, file }) => /** @type {any} */ (WAYS[way])(address, file));
