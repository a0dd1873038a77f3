// @ts-check
import { createReadStream, openAsBlob } from 'node:fs';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { digest } from 'metadefender-wasm';
import { ALGORITHMS, inOrder } from '../engines/engine.js';
import { hashWasm } from '../engines/hash-wasm.js';
import { compare, fastest } from '../measure.js';
import { BARE } from '../rows.mjs';
import { nodeCrypto } from './node-crypto.mjs';
import { readFileInto, readSlices, readStream } from './reading.mjs';

const NAME = 'metadefender-wasm';

/** @typedef {import('./rows.mjs').Context} Context */

/** A blob of a file, whose path it does not reveal. @param {Context} context */
export async function nativeBlob({ plan, files }) {
  const blob = await openAsBlob(files.random(plan.large));
  const bytes = plan.large;
  const bare = await fastest(BARE, [
    {
      name: 'blob.stream()',
      bytes,
      run: () => byCrypto((update) => readStream(blob.stream(), update)),
    },
    ...[1, 4, 16].map((mib) => ({
      name: `slices of ${mib} MiB, one read ahead`,
      bytes,
      run: () => byCrypto((update) => readSlices(blob, mib << 20, update)),
    })),
  ]);
  return compare([{ name: NAME, bytes, run: () => sha256(blob) }, bare], {
    rounds: plan.longRounds,
  });
}

/** @param {Context} context */
export async function nativeStream({ plan, files }) {
  const path = files.random(plan.large);
  const bytes = plan.large;
  const open = () =>
    /** @type {ReadableStream<Uint8Array>} */ (
      Readable.toWeb(createReadStream(path, { highWaterMark: 1 << 20 }))
    );
  const run = () => byCrypto((update) => readStream(open(), update));
  return compare(
    [
      { name: NAME, bytes, run: () => sha256(open()) },
      { name: BARE, note: 'its reader', bytes, run },
    ],
    { rounds: plan.longRounds },
  );
}

/** @param {Context} context */
export async function nativeUrl({ plan, files }) {
  const path = files.random(plan.large);
  const bytes = plan.large;
  const run = () => byCrypto((update) => readFileInto(path, update));
  return compare(
    [
      { name: NAME, bytes, run: () => sha256(pathToFileURL(path)) },
      { name: BARE, note: 'FileHandle.read', bytes, run },
    ],
    { rounds: plan.longRounds },
  );
}

/** @param {Context} context */
export async function four({ plan, files }) {
  const path = files.random(plan.four);
  const bytes = plan.four;
  const theirs = [hashWasm, nodeCrypto].map(async ({ name, prepare }) => {
    const begin = await prepare(ALGORITHMS);
    const run = async () => {
      const { update, end } = await begin();
      await readFileInto(path, update);
      return end();
    };
    return { name, bytes, run };
  });
  const url = pathToFileURL(path);
  const run = async () => inOrder(await digest(url, { algorithms: ALGORITHMS }), ALGORITHMS);
  return compare([{ name: NAME, bytes, run }, ...(await Promise.all(theirs))], {
    rounds: plan.longRounds,
  });
}

/** @param {import('metadefender-wasm').Source} source */
async function sha256(source) {
  return (await digest(source, { algorithms: ['sha256'] })).sha256;
}

/** @param {(update: (bytes: Uint8Array) => unknown) => Promise<void>} read */
async function byCrypto(read) {
  const { update, end } = await (await nodeCrypto.prepare(['sha256']))();
  await read(update);
  return end();
}
