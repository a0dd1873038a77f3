// @ts-check
import { digest, MetaDefenderError } from 'metadefender-wasm';

/** @typedef {import('./item.js').Item} Item */
/** @typedef {import('metadefender-wasm').MetaDefender} MetaDefender */

/**
 * What the queue needs from the element.
 * @typedef {object} ScanQueueHost
 * @property {() => Promise<MetaDefender>} connect
 * @property {() => import('metadefender-wasm').ScanOptions} options for each scan
 * @property {() => number} concurrency how many scans may run at once
 * @property {() => boolean} isOwnConnection whether the element makes the connection, and so loads the module
 * @property {(item: Item, progress: import('metadefender-wasm').Progress) => void} onProgress
 * @property {(item: Item) => void} onEnd the item's state is the result
 */

/** Small files are hashed before their scans begin: together they take far less time than one by one. */
const MAX_SIZE_AHEAD = 256 << 10;
/** When fewer than FEW_AHEAD of the waiting files are hashed, up to MANY_AHEAD are. */
const FEW_AHEAD = 32;
const MANY_AHEAD = 128;
/** ms. A file that was hashed longer ago may have changed, and is hashed again. */
const MAX_AGE = 5_000;

/** Scans files in order, a few at a time. */
export class ScanQueue {
  /** In the order in which they were queued. @type {Set<Item>} */
  #waiting = new Set();
  #running = 0;
  #host;

  /** @param {ScanQueueHost} host */
  constructor(host) {
    this.#host = host;
  }

  /** @param {Item[]} items */
  enqueue(items) {
    for (const item of items) {
      item.restart();
      // Queued again, it becomes the last.
      this.#waiting.delete(item);
      this.#waiting.add(item);
    }
    this.startNext();
  }

  /**
   * Cancels a scan that runs or waits. Returns whether there was one.
   * @param {Item} item
   */
  cancel(item) {
    if (!item.isPending) return false;
    const { controller } = item;
    this.#waiting.delete(item);
    item.state = 'cancelled';
    item.controller = undefined;
    controller?.abort();
    return true;
  }

  /** Starts as many waiting scans as `concurrency` allows. */
  startNext() {
    const concurrency = this.#host.concurrency();
    for (const item of this.#waiting) {
      if (this.#running >= concurrency) break;
      this.#waiting.delete(item);
      this.#runScan(item);
    }
    this.#hashAhead();
  }

  #hashAhead() {
    if (!this.#host.isOwnConnection()) return;
    let index = 0;
    for (const item of this.#waiting) {
      if (index === MANY_AHEAD || (index === FEW_AHEAD && item.hashed)) return;
      index += 1;
      if (item.file && item.size < MAX_SIZE_AHEAD) item.hashed ??= hashAhead(item, item.file);
    }
  }

  /** @param {Item} item */
  async #runScan(item) {
    const controller = (item.controller ??= new AbortController());
    const { file } = item;
    item.state = 'scanning';
    this.#running += 1;
    /** @type {Partial<Item>} */
    let update;
    try {
      const scan = await this.#scan(item, file, controller);
      update = { scan, dataId: scan.dataId, state: stateOf(scan.verdict) };
    } catch (error) {
      update = { error: toMetaDefenderError(error), state: 'failed' };
    }
    this.#running -= 1;
    if (item.controller === controller) {
      item.controller = undefined;
      // The user has chosen the lost file again: it has to be scanned, as its content may differ.
      if (item.file !== file) this.enqueue([item]);
      else this.#host.onEnd(Object.assign(item, update, { progress: undefined }));
    }
    this.startNext();
  }

  /**
   * @param {Item} item
   * @param {File | undefined} file
   * @param {AbortController} controller
   */
  async #scan(item, file, controller) {
    const { signal } = controller;
    const onProgress = (/** @type {import('metadefender-wasm').Progress} */ progress) => {
      if (item.controller !== controller) return;
      item.progress = progress;
      item.dataId = progress.dataId ?? item.dataId;
      this.#host.onProgress(item, progress);
    };
    const aborted = rejectOnAbort(signal);
    const connection = await Promise.race([this.#host.connect(), aborted]);
    const options = { ...this.#host.options(), signal, onProgress };
    if (file) {
      const hashed = await Promise.race([item.hashed, aborted]);
      const isFresh = hashed && performance.now() - hashed.at < MAX_AGE;
      return connection.scan(file, isFresh ? { digests: hashed.digests, ...options } : options);
    }
    const { timeout, poll, cancelOnAbort } = options;
    const resumeOptions = { timeout, poll, cancelOnAbort, signal, onProgress };
    return connection.resume(item.dataId ?? '', resumeOptions);
  }
}

/**
 * @param {Item} item
 * @param {File} file
 */
async function hashAhead(item, file) {
  const { signal } = (item.controller ??= new AbortController());
  try {
    return { digests: await digest(file, { signal }), at: performance.now() };
  } catch {
    // The scan reports the error.
  }
}

/**
 * Rejects when the scan is cancelled, so that a connection that never resolves does not block the
 * queue.
 * @param {AbortSignal} signal
 * @returns {Promise<never>}
 */
function rejectOnAbort(signal) {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/**
 * Any verdict but `allowed` and `blocked` counts as `undetermined`.
 * @param {import('metadefender-wasm').Scan['verdict']} verdict
 */
function stateOf(verdict) {
  return verdict === 'allowed' || verdict === 'blocked' ? verdict : 'undetermined';
}

/** @param {unknown} error */
function toMetaDefenderError(error) {
  if (error instanceof MetaDefenderError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const message = `The element's connection failed: ${reason}`;
  return new MetaDefenderError('invalid-input', message, { cause: error });
}
