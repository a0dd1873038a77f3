// @ts-check
import { ALGORITHMS } from '../../engines/engine.js';
import { hashWasm } from '../../engines/hash-wasm.js';
import { noble } from '../../engines/noble.js';
import { ours } from '../../engines/ours.js';
import { buffer } from '../../in-memory/buffer.js';
import { small, smallBlobs } from '../../in-memory/small.js';
import { stream } from '../../in-memory/stream.js';
import { disk, four, subtle, two } from './digests.js';
import { element, elementResponsive } from './element.js';
import { memory } from './memory.js';
import { responsive } from './responsive.js';
import { scanKnown, scanMany, scanNew } from './scan.js';
import { upload } from './upload.js';

/**
 * @typedef {object} Context
 * @property {import('../../plan.mjs').Plan} plan
 * @property {string} sink the address of the sink
 * @property {string} gateway the address of a local gateway with 40 ms of latency
 * @property {string} [against] the path of another build on the site
 * @property {File[]} files the chosen files
 * @property {File} file the first of them
 */

/** @type {Record<string, (context: Context) => Promise<unknown>>} */
const rows = {
  ...Object.fromEntries(
    ALGORITHMS.map((algorithm) => [
      `stream-${algorithm}`,
      (/** @type {Context} */ { plan }) => stream([ours, hashWasm, noble], algorithm, plan),
    ]),
  ),
  'buffer-sha256': ({ plan }) => buffer([hashWasm, noble], plan),
  'disk-sha256': (context) => disk('sha256', context),
  'disk-sha512': (context) => disk('sha512', context),
  subtle,
  four,
  two,
  upload,
  memory,
  responsive,
  element,
  'element-responsive': elementResponsive,
  'scan-new': scanNew,
  'scan-known': scanKnown,
  'scan-many': scanMany,
  small: ({ plan }) => small(smallBlobs(plan), plan),
  'small-disk': ({ files, plan }) => small(files, plan),
};

/**
 * The function that the browser is told to call: it runs a row.
 * @param {string} id
 * @param {Pick<Context, 'plan' | 'sink' | 'gateway' | 'against'>} context
 */
function run(id, context) {
  const files = [...(document.querySelector('input')?.files ?? [])];
  return rows[id]?.({ ...context, files, file: /** @type {File} */ (files[0]) });
}

Object.assign(globalThis, { run });
