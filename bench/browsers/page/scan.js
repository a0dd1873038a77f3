// @ts-check
import { connect } from 'metadefender-wasm';
import { hex } from '../../engines/engine.js';
import { randomBytes } from '../../in-memory/bytes.js';
import { compare } from '../../measure.js';
import { BY_HAND, BY_HAND_FOUR } from '../../rows.mjs';

/** @typedef {import('./page.js').Context} Context */

const MIB = 1 << 20;
/** ms between two polls in the code by hand. */
const POLL = 400;
/** How many files `scanBatch` scans at once by default. */
const AT_ONCE = 4;

/**
 * One file that the service has never seen.
 * @param {Context} context
 */
export const scanNew = (context) =>
  compareScans(context, () => [randomFile(MIB)], context.plan.rounds);

/**
 * One file that the service knows.
 * @param {Context} context
 */
export async function scanKnown(context) {
  const file = randomFile(MIB);
  await scanByHand(context.gateway, file);
  return compareScans(context, () => [file], context.plan.rounds);
}

/**
 * Many files, of which nine in ten are known.
 * @param {Context} context
 */
export async function scanMany(context) {
  const { plan, gateway } = context;
  const files = Array.from({ length: plan.scanFiles }, () => randomFile(plan.smallFile));
  await scanAll(gateway, files, AT_ONCE);
  const mixed = () =>
    files.map((file, index) => (index % 10 === 0 ? randomFile(plan.smallFile) : file));
  return compareScans(context, mixed, plan.longRounds);
}

/**
 * The time from the files to their verdicts. Each contender has its own files.
 * @param {Context} context
 * @param {() => File[]} makeFiles
 * @param {number} rounds
 */
async function compareScans({ gateway }, makeFiles, rounds) {
  const metadefender = await connect({ baseUrl: gateway });
  const count = makeFiles().length;
  const isOne = count === 1;
  const ours = async (/** @type {File[]} */ files) => {
    const [file] = files;
    const { verdict } =
      isOne && file ? await metadefender.scan(file) : await metadefender.scanBatch(files);
    return verdict;
  };
  const byHand = isOne ? BY_HAND : BY_HAND_FOUR;
  /** @type {Record<string, (files: File[]) => Promise<string>>} */
  const ways = {
    'metadefender-wasm': ours,
    [byHand]: (files) => scanAll(gateway, files, isOne ? 1 : AT_ONCE),
  };
  const contenders = [];
  for (const [name, run] of Object.entries(ways)) {
    const files = makeFiles();
    const note = `${await requestsOf(() => run(files))} requests`;
    contenders.push({ name, note, files: count, run: () => run(makeFiles()) });
  }
  return compare(/** @type {any} */ (contenders), { rounds });
}

/** How many requests the work makes. @param {() => Promise<unknown>} work */
async function requestsOf(work) {
  performance.clearResourceTimings();
  performance.setResourceTimingBufferSize(100_000);
  await work();
  return performance.getEntriesByType('resource').length;
}

/** @param {number} size */
const randomFile = (size) => new File([randomBytes(size)], 'file.bin');

/**
 * Scans files by hand, a number of them at a time.
 * @param {string} gateway
 * @param {File[]} files
 * @param {number} atOnce
 */
async function scanAll(gateway, files, atOnce) {
  const left = [...files].reverse();
  /** @type {Set<string>} */
  const verdicts = new Set();
  const scanNext = async () => {
    for (let file = left.pop(); file; file = left.pop())
      verdicts.add(await scanByHand(gateway, file));
  };
  await Promise.all(Array.from({ length: atOnce }, scanNext));
  return [...verdicts].join();
}

/**
 * What a page would do without a library: the same calls, and no more.
 * @param {string} gateway
 * @param {File} file
 */
async function scanByHand(gateway, file) {
  const hash = hex(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  let report = await (await fetch(`${gateway}/hash/${hash}`)).json();
  // The response for an unknown hash is `{"<hash>": "Not Found"}`.
  if (!report.data_id) {
    const { data_id: id } = await send(`${gateway}/file`, file);
    do {
      await new Promise((resolve) => setTimeout(resolve, POLL));
      report = await (await fetch(`${gateway}/file/${id}`)).json();
    } while (report.process_info?.progress_percentage !== 100);
  }
  return report.process_info.result.toLowerCase();
}

/**
 * @param {string} address
 * @param {File} file
 * @returns {Promise<{ data_id: string }>}
 */
function send(address, file) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('filename', encodeURIComponent(file.name));
    request.responseType = 'json';
    request.onload = () => resolve(request.response);
    request.onerror = () => reject(new Error('the upload failed'));
    request.send(file);
  });
}
