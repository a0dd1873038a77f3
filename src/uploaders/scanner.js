// @ts-check
import { MetaDefenderError } from '../entry/error.js';
import { Slots } from './slots.js';

/** @typedef {import('metadefender-wasm').MetaDefender} MetaDefender */
/** @typedef {import('metadefender-wasm').Scan} Scan */

/**
 * What became of a file. `failed`: nobody knows; `cancelled`: nobody wants to know any more.
 * @typedef {{ state: 'allowed' | 'blocked' | 'undetermined', scan: Scan, error?: undefined }
 *   | { state: 'failed', error: MetaDefenderError, scan?: undefined }
 *   | { state: 'cancelled', scan?: undefined, error?: undefined }} Outcome
 */

/**
 * What the scanner asks before each scan, as options may be set at any time.
 * @typedef {object} ScannerHost
 * @property {() => import('./uploaders.js').ConnectionOption} connection
 * @property {() => number} concurrency
 * @property {() => import('./uploaders.js').PluginScanOptions | undefined} scanOptions
 */

/**
 * Scans files, a few at a time, and knows which contents are allowed. A verdict is that of a Blob and not of a name: where an editor or a
 * compressor puts another Blob in its place, that one has no verdict.
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
   * The scan that allowed a content, if one did.
   * @param {unknown} content
   */
  allowed(content) {
    return isBlob(content) ? this.#allowed.get(content) : undefined;
  }

  /** Forgets all verdicts, after the options have changed. */
  forget() {
    this.#allowed = new WeakMap();
    this.#connection = undefined;
  }

  /**
   * Settles as soon as it is aborted, and never rejects.
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
      // After a failure, the next scan tries again.
      promise.catch(() => {
        if (this.#connection === connection) this.#connection = undefined;
      });
    }
    return /** @type {{ promise: Promise<MetaDefender> }} */ (this.#connection).promise;
  }
}

/** A Blob, of whichever realm. @param {any} value @returns {value is Blob} */
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
 * A connection that never comes, or whose scan does not heed the signal, does not keep a cancelled file.
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
