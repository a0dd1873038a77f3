// @ts-check

/**
 * @typedef {'node' | 'deno' | 'chromium' | 'firefox' | 'webkit' | 'workerd'} Runtime
 */

/**
 * A measurement: a comparison, or a single figure with a unit.
 * @typedef {object} Row
 * @property {string} id
 * @property {string} group by which rows are chosen on the command line
 * @property {string} what
 * @property {Runtime[]} runtimes
 * @property {Partial<Record<Runtime, Record<string, number>>>} [least] the target ratio, by the name of
 *   the other one
 * @property {Partial<Record<Runtime, string>>} [behind] why a browser's ratio is more than a quarter below Chromium's
 * @property {string} [unit] of the figure
 * @property {Partial<Record<Runtime, number>>} [most] the target figure
 */

/**
 * @typedef {object} Figure
 * @property {number} figure
 * @property {string} [detail]
 */

/** @typedef {import('./measure.js').Comparison | Figure} Measured */

/** @type {Runtime[]} */
export const RUNTIMES = ['node', 'deno', 'chromium', 'firefox', 'webkit', 'workerd'];

/** The runtimes that run every row that they can. The others only run the rows about their own features. @type {Runtime[]} */
const MAIN = ['node', 'chromium', 'workerd'];

/** @type {Runtime[]} */
export const BROWSERS = ['chromium', 'firefox', 'webkit'];

export const BARE = 'the fastest bare way';
/** The `dist` that `--against` names. */
export const ANOTHER_BUILD = 'another build';
export const MEMORY_SPEED = 'the same engine over memory';
export const HASH_WASM = 'hash-wasm';
export const HASH_WASM_AT_ONCE = 'hash-wasm, all at once';
export const HASH_WASM_WORKER = 'hash-wasm in a worker';
export const SUBTLE = 'crypto.subtle';
export const ALONE = 'the slower one alone';
export const BY_HAND = 'by hand';
export const BY_HAND_FOUR = 'by hand, four at a time';

const SMALL_BEHIND = {
  firefox: 'a read costs it a fifth of what it costs Chromium, so that reading together saves less',
};

/** @type {Row[]} */
export const ROWS = [
  ...Object.entries({ md5: 1.05, sha1: 1.02, sha256: 1.12, sha512: 1.15 }).map(
    /** @returns {Row} */ ([algorithm, target]) => ({
      id: `stream-${algorithm}`,
      group: 'stream',
      what: `wasm engine, 64 KiB chunks, ${algorithm}`,
      runtimes: MAIN,
      least: { node: { [HASH_WASM]: target }, chromium: { [HASH_WASM]: target } },
    }),
  ),
  {
    id: 'buffer-sha256',
    group: 'buffer',
    what: '`digest(bytes)`, sha256 of 32 MiB in memory',
    runtimes: MAIN,
  },
  ...['sha256', 'sha512'].map(
    /** @returns {Row} */ (algorithm) => ({
      id: `disk-${algorithm}`,
      group: 'disk',
      what: `\`digest(file)\`, ${algorithm} of 1 GiB from disk`,
      runtimes: BROWSERS,
      least: { chromium: { [MEMORY_SPEED]: 0.97, [HASH_WASM_WORKER]: 1.5 } },
      behind: {
        firefox: 'its streams give 64 KiB at a time',
        webkit: 'read by slices, as its `stream()` holds the whole file in memory',
      },
    }),
  ),
  {
    id: 'subtle',
    group: 'subtle',
    what: '`digest(file)`, sha256 of 64 MiB from disk',
    runtimes: ['chromium'],
    least: { chromium: { [SUBTLE]: 1.1 } },
  },
  {
    id: 'two',
    group: 'two',
    what: '`digest(file)`, sha256 and md5 in one pass',
    runtimes: BROWSERS,
    // Both together take at most 1.1 times as long.
    least: { firefox: { [ALONE]: 0.91 } },
  },
  {
    id: 'four',
    group: 'four',
    what: '`digest(file)`, four digests in one pass',
    runtimes: ['node', 'chromium'],
    least: { node: { [HASH_WASM]: 1.4 }, chromium: { [HASH_WASM_WORKER]: 1.4 } },
  },
  {
    id: 'native-blob',
    group: 'native',
    what: '`digest(blob)`, sha256 of a file by `openAsBlob`',
    runtimes: ['node'],
    least: { node: { [BARE]: 0.95 } },
  },
  {
    id: 'native-stream',
    group: 'native',
    what: '`digest(stream)`, sha256',
    runtimes: ['node'],
    least: { node: { [BARE]: 0.95 } },
  },
  {
    id: 'native-url',
    group: 'native',
    what: '`digest(url)`, sha256 of a `file:` URL',
    runtimes: ['node'],
  },
  {
    id: 'native-request',
    group: 'native',
    what: '`digest(request)`, sha256',
    runtimes: ['workerd'],
    least: { workerd: { [BARE]: 0.95 } },
  },
  {
    id: 'upload',
    group: 'upload',
    what: '`analyze(file)`, 1 GiB from disk',
    runtimes: ['node', ...BROWSERS],
    least: { node: { [BARE]: 1 }, chromium: { [BARE]: 0.95 } },
  },
  {
    id: 'hash-and-upload',
    group: 'upload',
    what: '`scan(request)`: hash while uploading',
    runtimes: ['workerd'],
    least: { workerd: { [BARE]: 0.95 } },
  },
  {
    id: 'memory',
    group: 'memory',
    what: '`scan`: memory above idle, 4 GiB (workerd: 512 MiB)',
    // For Chromium, it is measured in a separate browser without automation (chromium-memory.mjs).
    runtimes: ['node', 'deno', 'chromium', 'workerd'],
    unit: 'MiB',
    most: { node: 48, deno: 48, chromium: 48, workerd: 16 },
  },
  {
    id: 'responsive',
    group: 'responsive',
    what: '`digest(file)` of 1 GiB: longest task of the page',
    runtimes: ['chromium'],
    unit: 'ms',
    most: { chromium: 50 },
  },
  {
    id: 'element',
    group: 'element',
    what: '`<metadefender-upload>`: 4,000 files of 16 KiB that are known, to their verdicts',
    runtimes: ['chromium'],
    // Eight times as fast as before it drew only the visible rows.
    least: { chromium: { [BARE]: 0.6, [ANOTHER_BUILD]: 8 } },
  },
  {
    id: 'element-responsive',
    group: 'element',
    what: 'the same: longest task of the page',
    runtimes: ['chromium'],
    unit: 'ms',
    most: { chromium: 50 },
  },
  {
    id: 'small',
    group: 'small',
    what: '2,000 files of 16 KiB in memory',
    runtimes: ['node', ...BROWSERS],
    least: {
      node: { [HASH_WASM]: 1.2 },
      chromium: { [HASH_WASM]: 3 },
      firefox: { [HASH_WASM]: 1.5 },
    },
    behind: SMALL_BEHIND,
  },
  {
    id: 'small-disk',
    group: 'small',
    what: '2,000 files of 16 KiB from disk, where reading takes most of it',
    runtimes: BROWSERS,
    least: { chromium: { [HASH_WASM]: 2 }, firefox: { [HASH_WASM]: 1.5 } },
    behind: SMALL_BEHIND,
  },
  ...[
    {
      id: 'scan-new',
      what: '`scan(file)` of 1 MiB that is new, to its verdict',
      by: BY_HAND,
      least: 1,
    },
    { id: 'scan-known', what: '`scan(file)` of 1 MiB that is known', by: BY_HAND, least: 1 },
    {
      ...{ id: 'scan-many', what: '`scanBatch` of 500 files, of which 450 are known' },
      ...{ by: BY_HAND_FOUR, least: 2 },
    },
  ].map(
    /** @returns {Row} */ ({ id, what, by, least }) => ({
      id,
      group: 'scan',
      what,
      runtimes: ['chromium'],
      least: { chromium: { [by]: least } },
    }),
  ),
  ...[
    { id: 'screen-8', what: 'of 8 MB', most: { node: 1.25, workerd: 1.25 } },
    { id: 'screen-8-form', what: 'of a form of 8 MB', most: { node: 1.25, workerd: 1.25 } },
    { id: 'screen-64', what: 'of 64 MB', most: { node: 1.25, workerd: 1.25 } },
    { id: 'screen-64-form', what: 'of a form of 64 MB', most: { node: 1.25, workerd: 1.25 } },
    { id: 'screen-small-form', what: 'of a form of 16 KiB', most: { workerd: 1.5 } },
  ].map(
    /** @returns {Row} */ ({ id, what, most }) => ({
      id,
      group: 'screen',
      what: `\`preScreen\` ${what}: CPU time, over the same by hand`,
      runtimes: ['node', 'workerd'],
      unit: '×',
      most,
    }),
  ),
  {
    id: 'screen-memory',
    group: 'screen',
    what: '`preScreen` of 500 MB: memory above idle',
    runtimes: ['node', 'workerd'],
    unit: 'MiB',
    most: { workerd: 24 },
  },
  {
    id: 'screen-memory-many',
    group: 'screen',
    what: '`preScreen` of 50 uploads of 20 MB at once: memory above idle',
    runtimes: ['node'],
    unit: 'MiB',
    most: { node: 96 },
  },
  {
    id: 'cold',
    group: 'cold',
    what: '`import` to first digest, over an empty script',
    runtimes: ['node'],
    unit: 'ms',
    most: { node: 15 },
  },
  {
    id: 'calls',
    group: 'polling',
    what: 'calls of `wait` for an analysis of 60 s, at most',
    runtimes: ['node'],
    unit: 'calls',
    most: { node: 15 },
  },
  {
    id: 'delay',
    group: 'polling',
    what: 'delay of its answer, of those 60 s',
    runtimes: ['node'],
    unit: '%',
    most: { node: 8 },
  },
];

/**
 * The rows of a runtime, of these groups or ids if any are named.
 * @param {Runtime} runtime
 * @param {string[]} names
 */
export const rowsOf = (runtime, names) =>
  ROWS.filter(
    ({ id, group, runtimes }) =>
      runtimes.includes(runtime) &&
      (names.length === 0 || names.includes(id) || names.includes(group)),
  );
