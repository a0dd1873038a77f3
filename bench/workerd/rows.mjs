// @ts-check
import { randomBytes } from 'node:crypto';
import { compare } from '../measure.js';
import { BARE, SUBTLE } from '../rows.mjs';
import { screenRows } from '../edge/rows.mjs';
import { startInWorkerd } from '../edge/servers.mjs';
import { ALGORITHMS } from '../engines/engine.js';
import { memoryAboveIdle, processes } from '../support/processes.mjs';
import { post } from './client.mjs';
import { startWorkerd } from './server.mjs';

const BLOCK = randomBytes(1 << 20);
const NAME = 'metadefender-wasm';

/**
 * @typedef {import('../node/rows.mjs').Context & { address: string }} Context
 * @typedef {import('../measure.js').Contender} Contender
 */

/** @type {Record<string, (context: Context) => Promise<import('../rows.mjs').Measured>>} */
const rows = {
  ...Object.fromEntries(
    ALGORITHMS.map((algorithm) => [
      `stream-${algorithm}`,
      (/** @type {Context} */ context) => stream(algorithm, context),
    ]),
  ),
  'buffer-sha256'({ address, plan: { memory: bytes, rounds } }) {
    const by = (/** @type {string} */ way) => () => post(at(address, '/buffer', { way, bytes }));
    return compare(
      [
        { name: NAME, bytes, run: by('ours') },
        { name: SUBTLE, bytes, run: by('subtle') },
      ],
      { rounds },
    );
  },
  'native-request'({ address, plan: { request: bytes, longRounds: rounds } }) {
    const by = (/** @type {string} */ path) => () => post(at(address, path), bytes, BLOCK);
    return compare(
      [
        { name: NAME, bytes, run: by('/digest') },
        { name: BARE, note: 'BYOB reads to a DigestStream', bytes, run: by('/bare-digest') },
      ],
      { rounds },
    );
  },
  'hash-and-upload'({ address, sink, plan: { request: bytes, longRounds: rounds } }) {
    const by = (/** @type {string} */ path) => () =>
      post(at(address, path, { sink }), bytes, BLOCK);
    return compare(
      [
        { name: NAME, bytes, run: by('/scan') },
        { name: BARE, note: 'an own pump', bytes, run: by('/bare-scan') },
      ],
      { rounds },
    );
  },
  async memory({ address, sink, plan }) {
    const scan = (/** @type {number} */ size) => post(at(address, '/scan', { sink }), size, BLOCK);
    const measure = () =>
      memoryAboveIdle(
        () => processes(process.pid, 'workerd'),
        () => scan(plan.longRequest),
      );
    await scan(BLOCK.length);
    // The heap grows with the first large request of any kind, and stays that large.
    const first = await measure();
    const { figure, detail } = await measure();
    return { figure, detail: `${detail}; for the first one ${first.figure.toFixed(1)} MiB` };
  },
};

/**
 * Runs a row in a newly started workerd.
 * @param {string} consumer the project that has Miniflare
 * @param {string} id
 * @param {import('../node/rows.mjs').Context} context
 */
export async function runInWorkerd(consumer, id, context) {
  const screening = screenRows(startInWorkerd(consumer))[id];
  if (screening) return screening(context);
  const row = rows[id];
  if (!row) throw new Error(`${id} is not measured in workerd`);
  const { address, stop } = await startWorkerd(consumer);
  return row({ ...context, address }).finally(stop);
}

/**
 * Without hash-wasm, which compiles its modules from bytes: Workers forbid that.
 * @param {string} algorithm
 * @param {Context} context
 */
function stream(algorithm, { address, plan: { memory: bytes, rounds } }) {
  const by = (/** @type {string} */ engine) => () =>
    post(at(address, '/stream', { engine, algorithm, bytes }));
  return compare(
    [
      { name: NAME, bytes, run: by('ours') },
      { name: '@noble/hashes', bytes, run: by('noble') },
      { name: 'DigestStream', bytes, run: by('digestStream') },
    ],
    { rounds },
  );
}

/**
 * @param {string} address
 * @param {string} path
 * @param {Record<string, string | number>} [query]
 */
function at(address, path, query = {}) {
  const url = new URL(path, address);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  return url;
}
