// @ts-check
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Failure, report } from './failure.mjs';

const OLDEST_NODE = 20;

/**
 * Runs a program if node was started with its module. The program resolves to the exit code.
 * @param {ImportMeta} module
 * @param {() => Promise<number | void>} program
 */
export async function entry(module, program) {
  if (!process.argv[1] || realpathSync(process.argv[1]) !== fileURLToPath(module.url)) return;
  try {
    if (Number.parseInt(process.versions.node) < OLDEST_NODE) {
      throw new Failure(
        `Node ${OLDEST_NODE} or newer is needed, this is ${process.versions.node}: see https://nodejs.org/`,
      );
    }
    process.exitCode = (await program()) ?? 0;
  } catch (error) {
    report(error);
    process.exitCode = 1;
  }
}
