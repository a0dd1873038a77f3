// @ts-check
import { serverCases } from '../behaviour/server-cases.js';
import { everyCase } from '../support/every-case.mjs';
import { serverRuntime } from './support/server-runtime.mjs';

everyCase(async () => serverRuntime(process.execPath, ['samples/server/cases.mjs']), serverCases);
