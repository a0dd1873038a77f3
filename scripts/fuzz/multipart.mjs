// @ts-check
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { consumerTools } from '../setup/consumer.mjs';
import { nodeModules } from '../setup/node-modules.mjs';

/**
 * Compares the parser of forms with those that origins use, by fuzzing.
 * @param {number} minutes
 * @param {number} seed
 */
export async function fuzzMultipart(minutes, seed) {
  await nodeModules();
  const env = { CONSUMER: await consumerTools() };
  const program = join(root, 'tests', 'fuzz', 'multipart', 'run.mjs');
  await run(process.execPath, [program, String(minutes), String(seed)], { env, show: true });
}
