import { HostFailure, unreadable } from './failure.js';

/**
 * What a worker is told: hash a file, or else what comes from `source`, and pass it on to `relay`.
 * @typedef {object} Job
 * @property {WebAssembly.Module} module
 * @property {Record<string, string>} names of the functions that it exports: the build makes them short
 * @property {string[]} algorithms
 * @property {boolean} isNative whether by Web Crypto
 * @property {{ content: Blob, length: number } | undefined} file
 * @property {MessagePort | undefined} source
 * @property {MessagePort | undefined} relay
 */

/**
 * What a worker says: how many bytes it has read; and at the end the hashes, or why the file cannot be
 * read, or that it cannot hash.
 * @typedef {{ read?: number, hashes?: Record<string, string>, unreadable?: unknown, failed?: true }} Report
 */

/** Below this many bytes nobody notices that the page hashes them. */
const SHORT = 1 << 20;
/** ms after which a worker that does not begin is given up: something keeps its script away. */
const START = 5_000;
/** ms for which one that has nothing to do is kept. */
const IDLE = 5_000;
/** How long each takes, roughly, beside the others. @type {Record<string, number>} */
const COSTS = { md5: 3, sha1: 2, sha256: 4, sha512: 3 };

/** The functions of the module that a worker calls. Of a module of another build, there are no workers. */
const names = typeof HASH_FUNCTIONS === 'undefined' ? undefined : HASH_FUNCTIONS;

/** @type {{ start: () => Worker, module: WebAssembly.Module, names: Record<string, string> } | undefined} */
let means;
/** Workers that have nothing to do. @type {Map<Worker, ReturnType<typeof setTimeout>>} */
const idle = new Map();
let running = 0;
/** @type {((value?: unknown) => void)[]} */
const waiting = [];

/**
 * Says how a worker is started; from then on large files are hashed in one.
 * @param {() => Worker} start
 * @param {WebAssembly.Module} module
 */
export function provide(start, module) {
  if (names) means = { start, module, names };
}

/** Whether the page would stand still for so many bytes. @param {number} length */
export const isLong = (length) => length >= SHORT && 'document' in globalThis;

/**
 * Hashes a large file of a page in a worker. Several algorithms are shared between two, the second of
 * which gets the chunks from the first.
 * @param {import('./source.js').Source} source
 * @param {string[]} algorithms
 * @param {boolean} isNative whether by Web Crypto
 * @param {(read: number) => void} onRead
 * @param {import('./time.js').Patience} patience
 * @returns {Promise<Record<string, string> | undefined>} by the names of the algorithms; none where it cannot be
 */
export async function hashInBackground(source, algorithms, isNative, onRead, patience) {
  const { content, length = 0, isStream } = source;
  if (!means || !isLong(length) || isStream || content instanceof Uint8Array) return undefined;
  const file = { content: /** @type {Blob} */ (content), length };
  const { start, module, names } = means;
  await enter(patience);
  /** @type {Worker[]} */
  const workers = [];
  let hasBegun = false;
  try {
    const { port1, port2 } = new MessageChannel();
    const shares = isNative ? [algorithms] : shared(algorithms);
    for (const _ of shares) workers.push(take() ?? start());
    const jobs = workers.map((worker, index) => {
      const isFirst = index === 0;
      const job = {
        module,
        names,
        algorithms: shares[index] ?? [],
        isNative,
        file: isFirst ? file : undefined,
        source: isFirst ? undefined : port2,
        relay: isFirst && workers.length > 1 ? port1 : undefined,
      };
      return ask(worker, job, (read) => {
        hasBegun = true;
        if (isFirst) onRead(read);
      });
    });
    const hashes = await patience.for(Promise.all(jobs));
    for (const worker of workers) keep(worker);
    return Object.assign({}, ...hashes);
  } catch (cause) {
    for (const worker of workers) worker.terminate();
    if (cause instanceof HostFailure) throw cause;
    // A policy forbids it, or there is no script: the next file would fare no better.
    if (!hasBegun) means = undefined;
    return undefined;
  } finally {
    leave();
  }
}

/**
 * @param {string[]} algorithms
 * @returns {string[][]}
 */
function shared(algorithms) {
  const cores = navigator.hardwareConcurrency ?? 1;
  if (algorithms.length === 1 || cores === 1) return [algorithms];
  const cost = (/** @type {string} */ name) => COSTS[name] ?? 0;
  const sum = (/** @type {string[]} */ share) =>
    share.reduce((total, name) => total + cost(name), 0);
  /** @type {[string[], string[]]} */
  const shares = [[], []];
  for (const name of [...algorithms].sort((a, b) => cost(b) - cost(a))) {
    (sum(shares[0]) > sum(shares[1]) ? shares[1] : shares[0]).push(name);
  }
  return shares;
}

/**
 * @param {Worker} worker
 * @param {Job} job
 * @param {(read: number) => void} onRead
 * @returns {Promise<Record<string, string>>}
 */
function ask(worker, job, onRead) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(reject, START);
    worker.onmessage = (event) => {
      clearTimeout(timer);
      /** @type {Report} */
      const report = event.data;
      if (report.read !== undefined) onRead(report.read);
      else if (report.hashes) resolve(report.hashes);
      else reject(report.failed ? undefined : unreadable(report.unreadable));
    };
    worker.onerror = (event) => {
      clearTimeout(timer);
      event.preventDefault();
      reject();
    };
    const { source, relay } = job;
    worker.postMessage(
      job,
      [source, relay].filter((port) => port !== undefined),
    );
  });
}

function take() {
  for (const [worker, timer] of idle) {
    clearTimeout(timer);
    idle.delete(worker);
    return worker;
  }
  return undefined;
}

/** @param {Worker} worker */
function keep(worker) {
  const end = () => {
    idle.delete(worker);
    worker.terminate();
  };
  idle.set(worker, setTimeout(end, IDLE));
}

/** Waits until fewer files are hashed than there are cores for. @param {import('./time.js').Patience} patience */
async function enter(patience) {
  if (running < Math.min(navigator.hardwareConcurrency ?? 1, 4)) {
    running += 1;
    return;
  }
  /** @type {((value?: unknown) => void)} */
  let enter = () => {};
  const entering = new Promise((resolve) => waiting.push((enter = resolve)));
  try {
    await patience.for(entering);
  } catch (cause) {
    const place = waiting.indexOf(enter);
    if (place < 0) leave();
    else waiting.splice(place, 1);
    throw cause;
  }
}

/** The next one takes the place of one that is done. */
function leave() {
  const next = waiting.shift();
  if (next) next();
  else running -= 1;
}
