// @ts-check
// The workers in which a page has large files hashed. A page loads this with the first such file.

/**
 * What is to be hashed, and by which module.
 * @typedef {object} Task
 * @property {WebAssembly.Module} module
 * @property {{ content: Blob, length: number }} file
 * @property {string[]} algorithms
 * @property {boolean} isNative whether by Web Crypto
 */

/**
 * What a worker is told: hash the file, or else what the worker that has it sends; and whether another worker needs it as well.
 * @typedef {Omit<Task, 'file'> & { file: Task['file'] | undefined, isShared: boolean }} Job
 */

/**
 * What a worker says of itself: how many bytes it has read; and at the end the hashes by their names, or why the file cannot be
 * read, or that it cannot hash.
 * @typedef {{ read?: number, hashes?: Record<string, string>, unreadable?: unknown, failed?: true }} WorkerMessage
 */

/** ms after which a worker that does not begin is given up: something keeps its script away. */
const START_TIMEOUT = 5_000;
/** ms for which one that has nothing to do is kept. */
const IDLE_TIMEOUT = 5_000;
/** How long each takes, roughly, beside the others. @type {Record<string, number>} */
const COSTS = { md5: 3, sha1: 2, sha256: 4, sha512: 3 };

const cores = navigator.hardwareConcurrency ?? 1;
/** So many files are hashed at a time. */
const MAX_RUNNING = Math.min(cores, 4);

/** Workers that have nothing to do. @type {Map<Worker, ReturnType<typeof setTimeout>>} */
const idle = new Map();
let running = 0;
/** @type {((value?: unknown) => void)[]} */
const waiting = [];

/**
 * Hashes a file in a worker. Several algorithms are shared between two, of which the first reads it.
 * @param {Task} task
 * @param {(read: number) => void} onRead
 * @param {import('../js/stall-guard.js').StallGuard} guard
 * @returns {Promise<WorkerMessage & { isUnusable?: boolean }>} unusable, if no other file would fare better. It rejects only
 *   where the guard ends the waiting
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
    // A policy forbids it, or there is no script.
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
 * The runtime's, but that a policy of Trusted Types lets the address pass. It has the name for which bundlers look.
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

/** A worker has no hashes. */
class WorkerFailure {
  /** @param {WorkerMessage} message which says why */
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

/** Waits until fewer files are hashed than there are cores for. @param {import('../js/stall-guard.js').StallGuard} guard */
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

/** The next one takes the place of one that is done. */
function leave() {
  const next = waiting.shift();
  if (next) next();
  else running -= 1;
}
