// @ts-check
import { compare } from '../measure.js';
import { randomBytes } from './bytes.js';

const CHUNK = 64 << 10;

/**
 * One stream in chunks of 64 KiB.
 * @param {import('../engines/engine.js').Engine[]} engines ours first
 * @param {import('../engines/engine.js').Algorithm} algorithm
 * @param {import('../plan.mjs').Plan} plan
 */
export async function stream(engines, algorithm, { memory, rounds }) {
  const bytes = randomBytes(memory);
  const contenders = engines.map(async ({ name, prepare }) => {
    const begin = await prepare([algorithm]);
    return { name, bytes: memory, run: async () => hashChunks(await begin(), bytes) };
  });
  const [first, ...others] = await Promise.all(contenders);
  if (!first) throw new Error('there is no engine');
  return compare([first, ...others], { rounds });
}

/**
 * @param {import('../engines/engine.js').Digesting} digesting
 * @param {Uint8Array} bytes
 */
function hashChunks({ update, end }, bytes) {
  for (let at = 0; at < bytes.length; at += CHUNK) update(bytes.subarray(at, at + CHUNK));
  return end();
}
