// @ts-check
import { runCase } from '../behaviour/run-case.js';
import { everyCase } from '../support/every-case.mjs';

everyCase(async () => ({ runCase, stop: async () => {} }));
