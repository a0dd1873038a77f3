// @ts-check
import { BasePlugin } from '@uppy/core';
import { explain } from '../explain.js';
import { checkOptions, oneOf, refuse, refuseUnknown } from '../options.js';
import { isBlob, Scanner } from '../scanner.js';
import { UNSCANNED_META, verdictMeta } from '../verdict-meta.js';
import { FileRefusedError } from './file-refused-error.js';
import { english } from './locale.js';
import { Refusals } from './refusals.js';

/** @typedef {import('./refusals.js').File} File */
/** @typedef {import('../scanner.js').Outcome} Outcome */
/** @typedef {import('metadefender-wasm/uppy').MetaDefenderScanOptions} Options */
/** @typedef {{ fileIDs: string[], ended: Set<string>, refused: [name: string, text: string][], removed: [name: string, text: string][] }} Round */

/** @type {Record<string, [is: (value: any) => boolean, has: string]>} */
const OWN_OPTIONS = {
  blockedFiles: oneOf('mark', 'remove'),
  remoteFiles: oneOf('refuse', 'upload-unscanned'),
  toMeta: [
    (value) => value === false || typeof value === 'function',
    'be a function, or false where nothing is to travel with the upload',
  ],
};
const DEFAULTS = /** @type {const} */ ({
  concurrency: 3,
  blockedFiles: 'mark',
  remoteFiles: 'refuse',
  toMeta: verdictMeta,
});

/** Documented in uppy.d.ts. @extends {BasePlugin<any, any, any>} */
export class MetaDefenderScan extends BasePlugin {
  /** Of the running scans, by the ids of their files. @type {Map<string, AbortController>} */
  #controllers = new Map();
  #scanner = new Scanner({
    connection: () => this.opts.connection,
    concurrency: () => this.opts.concurrency,
    scanOptions: () => this.opts.scanOptions,
  });
  /** @type {Refusals} */
  #refusals;

  /** @param {import('@uppy/core').Uppy<any, any>} uppy @param {Options} options */
  constructor(uppy, options) {
    super(uppy, { ...DEFAULTS, ...options });
    this.id = this.opts.id || 'MetaDefenderScan';
    this.type = 'modifier';
    refuseUnknown(this.id, options ?? {}, ['id', 'locale', ...Object.keys(OWN_OPTIONS)]);
    if (!this.opts.connection) refuse(`${this.id} needs a connection: what connect() answers`);
    checkOptions(this.id, this.opts, OWN_OPTIONS);
    this.defaultLocale = english;
    this.i18nInit();
    this.#refusals = new Refusals(uppy, (files) =>
      this.#summary(
        'scanRefused',
        files.map(({ name }) => name),
      ),
    );
  }

  /** @param {Partial<Options>} options also those that Uppy sets itself when its locale changes */
  setOptions(options) {
    checkOptions(this.id, options, OWN_OPTIONS);
    super.setOptions(options);
    if ('connection' in options || 'scanOptions' in options) this.#scanner.forget();
  }

  install() {
    this.#beLast();
    this.#restart();
    this.uppy.on('plugin-added', this.#beLast);
    this.uppy.on('upload', this.#beLast);
    this.uppy.on('restored', this.#restart);
    this.uppy.on('resume-all', this.#onResumeAll);
    this.uppy.on('file-removed', this.#onRemoved);
  }

  uninstall() {
    this.uppy.removePreProcessor(this.#scanFiles);
    this.uppy.removeUploader(this.#finish);
    this.uppy.off('plugin-added', this.#beLast);
    this.uppy.off('upload', this.#beLast);
    this.uppy.off('restored', this.#restart);
    this.uppy.off('resume-all', this.#onResumeAll);
    this.uppy.off('file-removed', this.#onRemoved);
    for (const controller of this.#controllers.values()) controller.abort();
  }

  /** Moves the scan to the end of the preprocessors, also after those added later, so that none changes a file after its scan. */
  #beLast = () => {
    this.uppy.removePreProcessor(this.#scanFiles);
    this.uppy.addPreProcessor(this.#scanFiles);
    this.uppy.removeUploader(this.#finish);
    this.uppy.addUploader(this.#finish);
  };

  /** Golden Retriever resumes uploads at their last step, past the scan. They start over here, since the files may have changed. */
  #restart = () => {
    const { currentUploads, recoveredState } = this.uppy.getState();
    if (!recoveredState) return;
    const restarted = Object.entries(currentUploads).map(([id, upload]) => [
      id,
      { ...upload, step: 0 },
    ]);
    this.uppy.setState({ currentUploads: Object.fromEntries(restarted) });
  };

  #onResumeAll = () => this.#refusals.markAgain();

  #onRemoved = (/** @type {File} */ file) => {
    this.#controllers.get(file.id)?.abort();
    this.#refusals.removed(file);
  };

  /** The preprocessor. @param {string[]} fileIDs @param {string} uploadID */
  #scanFiles = async (fileIDs, uploadID) => {
    /** @type {Round} */
    const round = { fileIDs, ended: new Set(), refused: [], removed: [] };
    this.#refusals.unmark(fileIDs);
    for (const id of fileIDs.filter(this.#isToScan)) this.#showProgress(round, id, 0);
    // Files that changed during the scan are scanned again.
    for (let ids; (ids = fileIDs.filter(this.#isToScan)).length > 0;) {
      await Promise.all(ids.map((id) => this.#scanFile(round, id)));
    }
    this.#addMeta(round);
    this.#refusals.leaveOut(uploadID, this.#mayUpload);
    for (const id of fileIDs) {
      const file = this.uppy.getFile(id);
      if (file) this.uppy.emit('preprocess-complete', file);
    }
    this.#inform('scanRemoved', round.removed);
    this.#inform('scanRefused', round.refused);
  };

  /** The last uploader, which uploads nothing itself. @param {string[]} _fileIDs @param {string} uploadID */
  #finish = async (_fileIDs, uploadID) => this.#refusals.putBack(uploadID);

  #isToScan = (/** @type {string} */ id) => {
    const file = this.uppy.getFile(id);
    return Boolean(file && !file.error && !this.#mayUpload(id));
  };

  /** Whether the file's current content may be uploaded, or already has been. */
  #mayUpload = (/** @type {string} */ id) => {
    const file = this.uppy.getFile(id);
    if (!file || file.error) return false;
    if (file.progress.uploadComplete) return true;
    return file.isRemote ? this.#mayUploadRemote() : this.#scanner.allowed(file.data) !== undefined;
  };

  #mayUploadRemote() {
    return this.opts.remoteFiles === 'upload-unscanned';
  }

  /** @param {Round} round @param {string} id */
  async #scanFile(round, id) {
    const file = /** @type {File} */ (this.uppy.getFile(id));
    const { data } = file;
    if (file.isRemote) this.#refuse(round, file, { state: 'failed' }, 'remote');
    else if (!isBlob(data)) this.#refuse(round, file, { state: 'failed' }, 'missing');
    else {
      const outcome = await this.#scan(round, id, data);
      const current = /** @type {File | undefined} */ (this.uppy.getFile(id));
      if (!current || current.data !== data) return;
      if (outcome.scan) this.uppy.emit('metadefender:verdict', current, outcome.scan);
      if (outcome.state !== 'allowed') this.#refuse(round, current, outcome);
    }
    round.ended.add(id);
    if (this.uppy.getFile(id)) this.#showProgress(round, id, 1);
    this.#showTally(round);
  }

  /** @param {Round} round @param {string} id @param {Blob} data */
  async #scan(round, id, data) {
    const controller = new AbortController();
    this.#controllers.set(id, controller);
    const outcome = await this.#scanner.scan(data, {
      signal: controller.signal,
      onProgress: ({ percentage }) => {
        // Uppy's `clear()` removes files without an event.
        if (!this.uppy.getFile(id)) controller.abort();
        else this.#showProgress(round, id, percentage / 100);
      },
    });
    if (this.#controllers.get(id) === controller) this.#controllers.delete(id);
    return outcome;
  }

  /**
   * @param {Round} round
   * @param {File} file
   * @param {Outcome | { state: 'failed', scan?: undefined, error?: undefined }} outcome
   * @param {string} [code] of one of the plugin's own errors
   */
  #refuse(round, file, outcome, code) {
    const state = outcome.state === 'cancelled' ? 'failed' : outcome.state;
    const reason = code
      ? this.#text('scanError-', code)
      : this.#explain(/** @type {Outcome} */ (outcome));
    const name = `scanState${state.charAt(0).toUpperCase()}${state.slice(1)}`;
    const text = this.i18n(name, { reason: reason ?? '' });
    const error = new FileRefusedError(
      text,
      /** @type {FileRefusedError['state']} */ (state),
      outcome,
    );
    if (state === 'blocked' && this.opts.blockedFiles === 'remove' && this.#remove(file)) {
      round.removed.push([file.name, text]);
    } else {
      this.#refusals.mark(file, text);
      round.refused.push([file.name, text]);
    }
    this.uppy.emit('restriction-failed', file, error);
  }

  /** Returns `false` while an uploader runs that cannot drop a single file. @param {File} file */
  #remove(file) {
    try {
      this.uppy.removeFile(file.id);
      return true;
    } catch {
      return false;
    }
  }

  /** @param {Round} round */
  #addMeta(round) {
    /** @type {Record<string, {}>} */
    const changes = {};
    for (const id of round.fileIDs.filter(this.#mayUpload)) {
      const file = /** @type {File} */ (this.uppy.getFile(id));
      try {
        changes[id] = { meta: { ...file.meta, ...this.#metaOf(file) } };
      } catch (error) {
        this.uppy.log(error, 'error');
        this.#refuse(round, file, { state: 'failed' }, 'other');
      }
    }
    this.uppy.patchFilesState(changes);
  }

  /** @param {File} file */
  #metaOf(file) {
    const { toMeta } = this.opts;
    const scan = this.#scanner.allowed(file.data);
    if (scan) return toMeta && toMeta(scan, file);
    return file.isRemote && toMeta ? UNSCANNED_META : {};
  }

  /** @param {Round} round @param {string} id @param {number} value */
  #showProgress(round, id, value) {
    const message = this.#tally(round);
    const file = this.uppy.getFile(id);
    this.uppy.emit('preprocess-progress', file, { mode: 'determinate', message, value });
  }

  /** Uppy shows only the message of its first file. @param {Round} round */
  #showTally(round) {
    const first = this.uppy.getFiles().find(({ progress }) => progress.preprocess);
    if (!first || !round.fileIDs.includes(first.id)) return;
    const value = first.progress.preprocess?.value ?? 0;
    this.#showProgress(round, first.id, value);
  }

  /** @param {Round} round */
  #tally({ fileIDs, ended }) {
    return this.i18n('scanningFiles', { smart_count: fileIDs.length, done: ended.size });
  }

  /** @param {string} key @param {[name: string, text: string][]} files */
  #inform(key, files) {
    if (files.length === 0) return;
    const message = this.#summary(
      key,
      files.map(([name]) => name),
    );
    const [[name, text] = ['', '']] = files;
    const details =
      files.length === 1 ? text : files.map(([name, text]) => `${name}: ${text}`).join('\n');
    this.uppy.info({ message, details }, 'error', this.uppy.opts.infoTimeout);
    this.uppy.log(`${name}: ${text}`, 'warning');
  }

  /** @param {string} key @param {string[]} names */
  #summary(key, names) {
    return this.i18n(key, { smart_count: names.length, file: names[0] ?? '' });
  }

  /** @param {Outcome} outcome */
  #explain(outcome) {
    return explain(outcome, {
      error: (code) => this.#text('scanError-', code),
      reason: (name) => this.#text('scanReason-', name),
      threat: (threat) => this.i18n('scanThreat', { threat }),
      cancelled: this.i18n('scanError-cancelled'),
    });
  }

  /** A text, or `undefined` for a name that no locale has: the service may send others. @param {string} prefix @param {string} name */
  #text(prefix, name) {
    const key = prefix + name;
    const locales = [this.defaultLocale, this.uppy.locale, this.opts.locale];
    return locales.some((locale) => Object.hasOwn(locale?.strings ?? {}, key))
      ? this.i18n(key)
      : undefined;
  }
}
