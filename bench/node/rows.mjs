// @ts-check
import { buffer } from '../in-memory/buffer.js';
import { small, smallBlobs } from '../in-memory/small.js';
import { stream } from '../in-memory/stream.js';
import { screenRows } from '../edge/rows.mjs';
import { startInNode } from '../edge/servers.mjs';
import { ALGORITHMS } from '../engines/engine.js';
import { hashWasm } from '../engines/hash-wasm.js';
import { noble } from '../engines/noble.js';
import { ours } from '../engines/ours.js';
import { cold } from './cold.mjs';
import { nodeCrypto } from './node-crypto.mjs';
import { four, nativeBlob, nativeStream, nativeUrl } from './digests.mjs';
import { polling } from './polling.mjs';
import { scanMemory } from '../support/scan-memory.mjs';
import { upload } from './upload.mjs';

const ENTRY = new URL('../../dist/node.js', import.meta.url);

/**
 * @typedef {object} Context
 * @property {import('../plan.mjs').Plan} plan
 * @property {import('../support/files.mjs').Files} files
 * @property {string} sink the address of the sink
 * @property {string} gateway the address of a local gateway with 40 ms of latency
 */

/** @type {Record<string, (context: Context) => Promise<import('../rows.mjs').Measured>>} */
export const rows = {
  ...Object.fromEntries(
    ALGORITHMS.map((algorithm) => [
      `stream-${algorithm}`,
      (/** @type {Context} */ { plan }) =>
        stream([ours, hashWasm, noble, nodeCrypto], algorithm, plan),
    ]),
  ),
  'buffer-sha256': ({ plan }) => buffer([hashWasm, noble, nodeCrypto], plan),
  small: ({ plan }) => small(smallBlobs(plan), plan),
  four,
  'native-blob': nativeBlob,
  'native-stream': nativeStream,
  'native-url': nativeUrl,
  upload,
  memory: (context) => scanMemory([process.execPath], ENTRY, context),
  ...screenRows(startInNode),
  cold,
  calls: async ({ plan }) => (await polling(plan)).calls,
  delay: async ({ plan }) => (await polling(plan)).delay,
};
