// @ts-check
import { digest } from 'metadefender-wasm';
import { hex } from '../engines/engine.js';
import { compare } from '../measure.js';
import { SUBTLE } from '../rows.mjs';
import { randomBytes } from './bytes.js';

/**
 * All bytes at once.
 * @param {import('../engines/engine.js').Engine[]} others
 * @param {import('../plan.mjs').Plan} plan
 */
export async function buffer(others, { memory, rounds }) {
  const bytes = randomBytes(memory);
  const theirs = others.map(async ({ name, prepare }) => {
    const begin = await prepare(['sha256']);
    const run = async () => {
      const { update, end } = await begin();
      update(bytes);
      return end();
    };
    return { name, bytes: memory, run };
  });
  const run = async () => (await digest(bytes, { algorithms: ['sha256'] })).sha256;
  const subtle = async () => hex(await crypto.subtle.digest('SHA-256', bytes));
  return compare(
    [
      { name: 'metadefender-wasm', bytes: memory, run },
      { name: SUBTLE, bytes: memory, run: subtle },
      ...(await Promise.all(theirs)),
    ],
    { rounds },
  );
}
