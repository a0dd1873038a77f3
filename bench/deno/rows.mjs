// @ts-check
import { execFileSync } from 'node:child_process';
import { scanMemory } from '../support/scan-memory.mjs';

const ENTRY = new URL('../../dist/deno.js', import.meta.url);

/**
 * The rows in Deno.
 * @param {string} program
 * @returns {Record<string, (context: import('../node/rows.mjs').Context) => Promise<import('../rows.mjs').Measured>>}
 */
export const rowsOfDeno = (program) => ({
  memory: (context) => scanMemory([program, 'run', '--quiet', '--allow-all'], ENTRY, context),
});

/** @param {string} program @returns {string} */
export const versionOfDeno = (program) =>
  /^deno (\S+)/.exec(execFileSync(program, ['--version'], { encoding: 'utf8' }))?.[1] ?? '';
