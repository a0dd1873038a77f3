// @ts-check
import { MetaDefenderError } from '../entry/error.js';
import { Slots } from './slots.js';

/** @typedef {import('metadefender-wasm').MetaDefender} MetaDefender */
/** @typedef {import('metadefender-wasm').Scan} Scan */

/**
 * The outcome for a file. `failed`: there is no verdict; `cancelled`: the scan was aborted.
 * @typedef {{ state: 'allowed' | 'blocked' | 'undetermined', scan: Scan, error?: undefined }
 *   | { state: 'failed', error: MetaDefenderError, scan?: undefined }
 *   | { state: 'cancelled', scan?: undefined, error?: undefined }} Outcome
 */

/**
 * The options for the scanner. They are read before each scan, since a page may change them at any time.
 * @typedef {object} ScannerHost
 * @property {() => import('./uploaders.js').ConnectionOption} connection
 * @property {() => number} concurrency
 * @property {() => import('./uploaders.js').PluginScanOptions | undefined} scanOptions
 */

/**
 * Scans files, a few at a time, and remembers which contents are allowed. A verdict belongs to a Blob, not to a file name: if an
 * editor or a compressor replaces the Blob, the new one has no verdict.
 */
export class Scanner {
  /** @type {WeakMap<Blob, Scan>} */
  #allowed = new WeakMap();
  /** @type {{ by: unknown, promise: Promise<MetaDefender> } | undefined} */
  #connection;
  #host;
  #slots;

  /** @param {ScannerHost} host */
  constructor(host) {
    this.#host = host;
    this.#slots = new Slots(host.concurrency);
  }

  /**
   * The scan that allowed this content, if there was one.
   * @param {unknown} content
   */
  allowed(content) {
    return isBlob(content) ? this.#allowed.get(content) : undefined;
  }

  /** Forgets the connection and all verdicts, because the options have changed. */
  forget() {
    this.#allowed = new WeakMap();
    this.#connection = undefined;
  }

  /**
   * Scans a content. Never rejects; resolves at once when the signal is aborted.
   * @param {Blob} content
   * @param {{ signal: AbortSignal, onProgress?: import('metadefender-wasm').ScanOptions['onProgress'] }} options
   * @returns {Promise<Outcome>}
   */
  async scan(content, { signal, onProgress }) {
    const allowed = this.#allowed;
    try {
      const scan = await this.#slots.run(signal, async () => {
        const connection = await unlessAborted(this.#connect(), signal);
        const options = { ...this.#host.scanOptions(), signal, onProgress };
        return unlessAborted(connection.scan(content, options), signal);
      });
      if (scan.verdict === 'allowed') allowed.set(content, scan);
      return { state: stateOf(scan.verdict), scan };
    } catch (error) {
      if (signal.aborted) return { state: 'cancelled' };
      return { state: 'failed', error: toMetaDefenderError(error) };
    }
  }

  #connect() {
    const by = this.#host.connection();
    if (this.#connection?.by !== by) {
      const promise = (async () => (typeof by === 'function' ? by() : by))();
      const connection = { by, promise };
      this.#connection = connection;
      // After a failure, the next scan connects again.
      promise.catch(() => {
        if (this.#connection === connection) this.#connection = undefined;
      });
    }
    return /** @type {{ promise: Promise<MetaDefender> }} */ (this.#connection).promise;
  }
}

/** Whether a value is a Blob, also one from another realm. @param {any} value @returns {value is Blob} */
export function isBlob(value) {
  return typeof value?.slice === 'function' && typeof value.arrayBuffer === 'function';
}

/**
 * Any verdict but `allowed` and `blocked` counts as `undetermined`.
 * @param {Scan['verdict']} verdict
 */
function stateOf(verdict) {
  return verdict === 'allowed' || verdict === 'blocked' ? verdict : 'undetermined';
}

/**
 * Rejects as soon as the signal is aborted, even if the connection never settles or its scan ignores the signal.
 * @template T
 * @param {Promise<T>} promise
 * @param {AbortSignal} signal
 * @returns {Promise<T>}
 */
function unlessAborted(promise, signal) {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** @param {unknown} error */
function toMetaDefenderError(error) {
  if (error instanceof MetaDefenderError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new MetaDefenderError('invalid-input', `The plugin's connection failed: ${reason}`, {
    cause: error,
  });
}
