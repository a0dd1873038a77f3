// @ts-check
import { isBlob } from '../scanner.js';
import { failedBy, refuseImpossible } from './options.js';
import { statusText } from './status-text.js';
import { SCAN_PROGRESS } from './status-view.js';

/** @typedef {import('../scanner.js').Outcome} Outcome */
/** @typedef {Exclude<Outcome, { state: 'allowed' | 'cancelled' }>} Refusal */

/**
 * What an item needs from its FilePond instance.
 * @typedef {object} Pond
 * @property {import('./options.js').Query} query
 * @property {(action: string, data: object) => void} dispatch
 * @property {import('../scanner.js').Scanner} scanner
 * @property {import('./form-guard.js').FormGuard} guard
 * @property {(item: any) => any} createItemAPI
 */

const HOOKS = /** @type {const} */ ([
  ...['load', 'retryLoad', 'abortLoad', 'process', 'abortProcessing', 'archive', 'extend'],
]);

/**
 * An item of FilePond whose content is scanned when it is loaded, after the filters that validate it, so that a refused file can
 * never be uploaded or submitted with a form. It is scanned again at the upload if the content has changed.
 */
export class ScannedItem {
  /** Of the running scan. @type {AbortController | undefined} */
  #controller;
  /** Scans the loaded content again. @type {(() => void) | undefined} */
  #retry;
  /** Set while the content for an upload is scanned. @type {any} */
  #processor;
  #isLoaded = false;
  /** The metadata that the last verdict has set. @type {string[]} */
  #metadataNames = [];
  #item;
  #pond;

  /** @param {any} item @param {Pond} pond */
  constructor(item, pond) {
    this.#item = item;
    this.#pond = pond;
    const missing = HOOKS.find((name) => typeof item[name] !== 'function');
    // Without these hooks, files would not be scanned.
    if (missing)
      throw new Error(`This version of FilePond cannot be used: items have no ${missing}`);
    this.#hookLoad();
    this.#hookProcess();
    const { archive } = item;
    item.extend('archive', () => {
      this.#controller?.abort();
      pond.guard.release(item.id);
      return archive();
    });
  }

  #hookLoad() {
    const { load, retryLoad, abortLoad } = this.#item;
    this.#item.extend(
      'load',
      (/** @type {any} */ source, /** @type {any} */ loader, /** @type {any} */ onload) =>
        load(
          source,
          loader,
          (/** @type {any} */ file, /** @type {any} */ accept, /** @type {any} */ reject) =>
            onload(
              file,
              (/** @type {any} */ result) => this.#scanLoaded(loader, result, accept, reject),
              reject,
            ),
        ),
    );
    this.#item.extend('retryLoad', () => {
      const retry = this.#retry ?? retryLoad;
      this.#retry = undefined;
      retry();
    });
    this.#item.extend('abortLoad', () => {
      this.#controller?.abort();
      abortLoad();
    });
  }

  #hookProcess() {
    const { process, abortProcessing } = this.#item;
    this.#item.extend('process', (/** @type {any} */ processor, /** @type {any} */ onprocess) =>
      process(
        processor,
        (/** @type {any} */ file, /** @type {any} */ accept, /** @type {any} */ reject) =>
          onprocess(
            file,
            (/** @type {any} */ output) => this.#scanUpload(processor, output, accept),
            reject,
          ),
      ),
    );
    this.#item.extend('abortProcessing', async () => {
      const processor = this.#processor;
      if (!processor) return abortProcessing();
      this.#processor = undefined;
      this.#controller?.abort();
      processor.fireSync('abort', null);
    });
  }

  /**
   * @param {any} loader
   * @param {any} file
   * @param {(file: any) => void} accept
   * @param {(refused: object) => void} reject
   */
  async #scanLoaded(loader, file, accept, reject) {
    // FilePond shows the item as loading until the file is known to be allowed.
    if (isBlob(file)) loader.fireSync('meta', { size: file.size });
    loader.fireSync('progress', 0);
    const outcome = await this.#scan(file, false);
    if (!outcome || this.#item.archived) return;
    if (outcome.state === 'allowed') {
      this.#isLoaded = true;
      accept(file);
    } else if (outcome.state === 'blocked') {
      reject({ status: this.#finalStatus(outcome) });
      this.#removeIfWanted();
    } else {
      this.#retry = () => {
        loader.fireSync('init');
        this.#scanLoaded(loader, file, accept, reject);
      };
      loader.fireSync('error', this.#error(outcome));
    }
  }

  /** @param {any} processor @param {any} output @param {(output: any) => void} accept */
  async #scanUpload(processor, output, accept) {
    this.#processor = processor;
    const outcome = await this.#scan(output, true);
    if (this.#processor !== processor || !outcome || this.#item.archived) return;
    this.#processor = undefined;
    if (outcome.state === 'allowed') accept(output);
    else {
      processor.fireSync('error', this.#error(outcome));
      if (outcome.state === 'blocked') this.#removeIfWanted();
    }
  }

  /**
   * Scans what is submitted with a form. Never settles if it is refused, because FilePond does not handle a rejection.
   * @param {any} output
   * @returns {Promise<any>}
   */
  async scanOutput(output) {
    const { dispatch } = this.#pond;
    const { id } = this.#item;
    const outcome = await this.#scan(output, false);
    if (outcome?.state === 'allowed') return output;
    if (outcome && !this.#item.archived) {
      const status = this.#finalStatus(/** @type {Refusal} */ (outcome));
      dispatch('DID_THROW_ITEM_INVALID', { id, error: status, status });
      if (outcome.state === 'blocked') this.#removeIfWanted();
    }
    return new Promise(() => {});
  }

  /**
   * @param {any} output a file, or several with names
   * @param {boolean} isUpload
   */
  async #scan(output, isUpload) {
    const { guard } = this.#pond;
    const { id } = this.#item;
    if (!isUpload) guard.isScanning(id);
    const outcome = await this.#scanAll(output, isUpload);
    if (outcome?.state === 'allowed' || this.#item.archived) guard.release(id);
    else if (outcome) guard.isRefused(id);
    return outcome;
  }

  /**
   * Scans all files that a filter has made from one. Resolves with `undefined` if the scan is cancelled.
   * @param {any} output
   * @param {boolean} isUpload
   * @returns {Promise<Exclude<Outcome, { state: 'cancelled' }> | undefined>}
   */
  async #scanAll(output, isUpload) {
    const { query, scanner } = this.#pond;
    if (!query('GET_ALLOW_SCAN')) return PASSED;
    const contents = Array.isArray(output) ? output.map(({ file }) => file) : [output];
    try {
      refuseImpossible(query);
      if (contents.length === 0 || !contents.every(isBlob)) throw new TypeError('There is no file');
      const controller = new AbortController();
      this.#controller = controller;
      for (const content of contents) {
        const scan = scanner.allowed(content);
        if (scan) this.#setMetadata(scan);
        else {
          // The metadata of another content does not apply to this one.
          this.#setMetadata(undefined);
          const outcome = await this.#scanContent(content, controller.signal, isUpload);
          if (outcome.state === 'cancelled') return undefined;
          if (outcome.state !== 'allowed') return outcome;
        }
      }
      return PASSED;
    } catch (error) {
      // The mistake is in the page, not in the file.
      console.error(error);
      return { state: 'failed', error: failedBy(error) };
    }
  }

  /** @param {Blob} content @param {AbortSignal} signal @param {boolean} isUpload */
  async #scanContent(content, signal, isUpload) {
    const { query, scanner, createItemAPI } = this.#pond;
    // After FilePond has shown its own status for the start.
    setTimeout(() => signal.aborted || this.#showProgress(null, isUpload));
    const outcome = await scanner.scan(content, {
      signal,
      onProgress: ({ percentage }) => this.#showProgress(percentage / 100, isUpload),
    });
    if (outcome.scan) {
      query('GET_ONSCANFILE')?.(outcome.scan, createItemAPI(this.#item));
      if (outcome.state === 'allowed') this.#setMetadata(outcome.scan);
    }
    return outcome;
  }

  /** @param {number | null} progress @param {boolean} isUpload */
  #showProgress(progress, isUpload) {
    // A loaded file stays loaded for FilePond, so a scan of what filters have made of it is not shown.
    if (this.#item.archived || (this.#isLoaded && !isUpload)) return;
    this.#pond.dispatch(SCAN_PROGRESS, { id: this.#item.id, progress, isUpload });
  }

  /** @param {import('metadefender-wasm').Scan | undefined} scan */
  #setMetadata(scan) {
    const before = Object.fromEntries(this.#metadataNames.map((name) => [name, undefined]));
    const metadata = scan ? this.#pond.query('GET_SCAN_TO_METADATA')?.(scan) : {};
    this.#metadataNames = Object.keys(metadata ?? {});
    for (const [name, value] of Object.entries({ ...before, ...metadata })) {
      // Silent: otherwise FilePond would upload the file again.
      this.#item.setMetadata(name, value, true);
    }
  }

  #removeIfWanted() {
    if (this.#pond.query('GET_SCAN_BLOCKED_FILES') !== 'remove') return;
    // After FilePond has reported the reason.
    setTimeout(() => this.#pond.dispatch('REMOVE_ITEM', { query: this.#item.id }));
  }

  /** The status of a file that can only be removed. @param {Refusal} outcome */
  #finalStatus(outcome) {
    const { state, why } = statusText(outcome, this.#pond.query);
    return { main: state, sub: why, scanStatus: { main: state, sub: why } };
  }

  /** The error of a file that can be retried. @param {Refusal} outcome */
  #error(outcome) {
    const { query } = this.#pond;
    const { state, why } = statusText(outcome, query);
    const scanStatus = { main: state, sub: `${why} (${query('GET_LABEL_TAP_TO_RETRY')})` };
    return { type: 'error', code: 0, body: `${state}: ${why}`, scanStatus, cause: outcome.error };
  }
}

/** The outcome for contents that are already known to be allowed, and for all if scanning is switched off. */
const PASSED = /** @type {Exclude<Outcome, { state: 'cancelled' }>} */ ({ state: 'allowed' });
