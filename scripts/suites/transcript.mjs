// @ts-check
import { describe } from '../lib/failure.mjs';

/**
 * Runs a program and collects its output, to be shown as a whole, as others run at the same time.
 * @param {(options: import('../lib/run.mjs').RunOptions) => Promise<unknown>} program
 */
export async function transcript(program) {
  /** @type {string[]} */
  const lines = [];
  const onLine = (/** @type {string} */ line) => void lines.push(line);
  const problem = await program({ onLine, show: false }).then(() => undefined, describe);
  return { lines, problem };
}
