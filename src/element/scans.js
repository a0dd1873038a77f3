// @ts-check
import { MetaDefenderError } from 'metadefender-wasm';

/** @typedef {import('./item.js').Item} Item */
/** @typedef {import('metadefender-wasm').MetaDefender} MetaDefender */

/**
 * What the scans are made with, and who hears of them.
 * @typedef {object} Host
 * @property {() => Promise<MetaDefender>} connect
 * @property {() => import('metadefender-wasm').ScanOptions} options of a scan
 * @property {() => number} concurrency how many go on at once
 * @property {(item: Item, progress: import('metadefender-wasm').Progress) => void} progressed
 * @property {(item: Item) => void} ended its state says how
 */

/** The scans of the files, a few at once, each in its turn. */
export class Scans {
  /** @type {Item[]} */
  #waiting = [];
  #running = 0;
  #host;

  /** @param {Host} host */
  constructor(host) {
    this.#host = host;
  }

  /** @param {Item[]} items */
  begin(items) {
    for (const item of items) {
      item.restart();
      this.#waiting.push(item);
    }
    this.next();
  }

  /**
   * Ends a scan, or does not begin it.
   * @param {Item} item
   */
  cancel(item) {
    if (!item.isPending) return false;
    const { run } = item;
    item.state = 'cancelled';
    item.run = undefined;
    run?.abort();
    return true;
  }

  /** Begins those whose turn it is. */
  next() {
    while (this.#running < this.#host.concurrency()) {
      const item = this.#waiting.shift();
      if (!item) return;
      // It may have been cancelled, and begun anew, since.
      if (item.state === 'waiting' && !this.#waiting.includes(item)) this.#run(item);
    }
  }

  /** @param {Item} item */
  async #run(item) {
    const run = new AbortController();
    const { file } = item;
    item.run = run;
    item.state = 'scanning';
    this.#running += 1;
    /** @type {Partial<Item>} */
    let outcome;
    try {
      const scan = await this.#scan(item, file, run);
      outcome = { scan, dataId: scan.dataId, state: stateOf(scan.verdict) };
    } catch (error) {
      outcome = { error: typed(error), state: 'failed' };
    }
    this.#running -= 1;
    if (item.run === run) {
      item.run = undefined;
      // The file that was lost came back: only a scan of its own bytes can speak for it.
      if (item.file !== file) this.begin([item]);
      else this.#host.ended(Object.assign(item, outcome, { progress: undefined }));
    }
    this.next();
  }

  /**
   * @param {Item} item
   * @param {File | undefined} file
   * @param {AbortController} run
   */
  async #scan(item, file, run) {
    const { signal } = run;
    const onProgress = (/** @type {import('metadefender-wasm').Progress} */ progress) => {
      if (item.run !== run) return;
      item.progress = progress;
      item.dataId = progress.dataId ?? item.dataId;
      this.#host.progressed(item, progress);
    };
    const connection = await Promise.race([this.#host.connect(), aborted(signal)]);
    const options = { ...this.#host.options(), signal, onProgress };
    if (file) return connection.scan(file, options);
    const { timeout, poll, cancelOnAbort } = options;
    const resume = { timeout, poll, cancelOnAbort, signal, onProgress };
    return connection.resume(item.dataId ?? '', resume);
  }
}

/**
 * A connection that is never made keeps nobody's turn.
 * @param {AbortSignal} signal
 * @returns {Promise<never>}
 */
function aborted(signal) {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/**
 * Only what is surely allowed is.
 * @param {import('metadefender-wasm').Scan['verdict']} verdict
 */
function stateOf(verdict) {
  return verdict === 'allowed' || verdict === 'blocked' ? verdict : 'undetermined';
}

/** @param {unknown} error */
function typed(error) {
  if (error instanceof MetaDefenderError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const message = `The element's connection failed: ${reason}`;
  return new MetaDefenderError('invalid-input', message, { cause: error });
}
