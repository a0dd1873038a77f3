// @ts-check
// The workers that hash large files for a page. A page loads this module with the first such file.

/**
 * A file to hash.
 * @typedef {object} Task
 * @property {WebAssembly.Module} module
 * @property {{ content: Blob, length: number }} file
 * @property {string[]} algorithms
 * @property {boolean} isNative whether to hash by Web Crypto
 */

/**
 * The task of one worker. `file` is the file to read; without it, the worker hashes the chunks that another worker sends.
 * `isShared` states whether two workers hash the file.
 * @typedef {Omit<Task, 'file'> & { file: Task['file'] | undefined, isShared: boolean }} Job
 */

/**
 * A report of a worker: the bytes it has read so far; at the end the hashes by their names, or why the file cannot be read,
 * or that the worker cannot hash.
 * @typedef {{ read?: number, hashes?: Record<string, string>, unreadable?: unknown, failed?: true }} WorkerMessage
 */

/** ms to wait for a worker to start. After that, its script is assumed to be blocked. */
const START_TIMEOUT = 5_000;
/** ms before an idle worker is terminated. */
const IDLE_TIMEOUT = 5_000;
/** The approximate cost of each algorithm, relative to the others. @type {Record<string, number>} */
const COSTS = { md5: 3, sha1: 2, sha256: 4, sha512: 3 };

const cores = navigator.hardwareConcurrency ?? 1;
/** How many files are hashed at the same time. */
const MAX_RUNNING = Math.min(cores, 4);

/** Idle workers and their timers. @type {Map<Worker, ReturnType<typeof setTimeout>>} */
const idle = new Map();
let running = 0;
/** @type {((value?: unknown) => void)[]} */
const waiting = [];

/**
 * Hashes a file in a worker. Several algorithms are split between two workers; the first one reads the file.
 * @param {Task} task
 * @param {(read: number) => void} onRead
 * @param {import('../js/stall-guard.js').StallGuard} guard
 * @returns {Promise<WorkerMessage & { isUnusable?: boolean }>} `isUnusable` if workers cannot be used for any file. Rejects
 *   only if the guard ends the wait
 */
export async function hash(task, onRead, guard) {
  await enter(guard);
  /** @type {Worker[]} */
  const workers = [];
  let hasBegun = false;
  try {
    const shares = task.isNative ? [task.algorithms] : shared(task.algorithms);
    for (const _ of shares) workers.push(take() ?? start());
    const reports = workers.map((worker, index) => {
      const job = {
        ...task,
        file: index === 0 ? task.file : undefined,
        algorithms: shares[index] ?? [],
        isShared: shares.length > 1,
      };
      return ask(worker, job, workers[1 - index], (read) => {
        hasBegun = true;
        if (read > 0) onRead(read);
      });
    });
    const hashes = await guard.race(Promise.all(reports));
    for (const worker of workers) keep(worker);
    return { hashes: Object.assign({}, ...hashes) };
  } catch (cause) {
    for (const worker of workers) worker.terminate();
    if (cause instanceof WorkerFailure) return cause.message;
    if (cause !== undefined) throw cause;
    // A policy forbids workers, or the script is missing.
    return { failed: true, isUnusable: !hasBegun };
  } finally {
    leave();
  }
}

function start() {
  try {
    return new Worker(new URL('./hash-worker.js', import.meta.url), { type: 'module' });
  } catch {
    throw undefined;
  }
}

/** @type {{ createScriptURL: (url: URL) => string } | undefined} */
let policy;

/**
 * The runtime's own Worker, with a Trusted Types policy for the URL. Bundlers look for the name `Worker`.
 * @type {new (url: URL, options: WorkerOptions) => globalThis.Worker}
 */
const Worker = /** @type {any} */ (
  class {
    /**
     * @param {URL} url
     * @param {WorkerOptions} options
     */
    constructor(url, options) {
      const { trustedTypes, Worker: Own } = /** @type {any} */ (globalThis);
      policy ??= trustedTypes?.createPolicy('metadefender-wasm', { createScriptURL: String });
      return new Own(policy ? policy.createScriptURL(url) : url, options);
    }
  }
);

/** A worker ended without hashes. */
class WorkerFailure {
  /** @param {WorkerMessage} message with the reason */
  constructor(message) {
    this.message = message;
  }
}

/**
 * @param {string[]} algorithms
 * @returns {string[][]}
 */
function shared(algorithms) {
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
 * @param {Worker | undefined} other that hashes the same file
 * @param {(read: number) => void} onRead
 * @returns {Promise<Record<string, string>>}
 */
function ask(worker, job, other, onRead) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(), START_TIMEOUT);
    worker.onmessage = (event) => {
      clearTimeout(timer);
      /** @type {WorkerMessage | import('./relay.js').RelayMessage} */
      const message = event.data;
      if ('chunk' in message) other?.postMessage(message, [message.chunk]);
      else if ('taken' in message) other?.postMessage(message, [message.taken]);
      else if (message.read !== undefined) onRead(message.read);
      else if (message.hashes) resolve(message.hashes);
      else reject(new WorkerFailure(message));
    };
    worker.onerror = (event) => {
      clearTimeout(timer);
      event.preventDefault();
      reject();
    };
    worker.postMessage(job);
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
  idle.set(worker, setTimeout(end, IDLE_TIMEOUT));
}

/** Waits until fewer than `MAX_RUNNING` files are being hashed. @param {import('../js/stall-guard.js').StallGuard} guard */
async function enter(guard) {
  if (running < MAX_RUNNING) {
    running += 1;
    return;
  }
  /** @type {((value?: unknown) => void)} */
  let enter = () => {};
  const entering = new Promise((resolve) => waiting.push((enter = resolve)));
  try {
    await guard.race(entering);
  } catch (cause) {
    const place = waiting.indexOf(enter);
    if (place < 0) leave();
    else waiting.splice(place, 1);
    throw cause;
  }
}

/** Starts the next waiting file, if there is one. */
function leave() {
  const next = waiting.shift();
  if (next) next();
  else running -= 1;
}
