// @ts-check
import { outcomeOf } from './report/model.js';
import { Phases } from './report/phases.js';
import { problem } from './problem.js';

/** @typedef {import('metadefender-wasm/element').UploadItem} UploadItem */
/** @typedef {import('./report/model.js').Report} Report */

/** How often the times of a running scan are drawn, ms. */
const TICK = 200;

/**
 * Follows the scans of the upload element: each becomes a report and an entry of the history. The first scan of several
 * is shown while it is running; the others do not replace it.
 */
export class Scans {
  /** @type {Map<UploadItem, Phases>} */
  #going = new Map();
  /** @type {{ item: UploadItem, view: import('./report/pending.js').PendingView } | undefined} */
  #shown;
  #upload;
  #stage;
  #history;

  /**
   * @param {import('metadefender-wasm/element').MetadefenderUpload} upload
   * @param {import('./stage.js').Stage} stage
   * @param {import('./history.js').History} history
   */
  constructor(upload, stage, history) {
    this.#upload = upload;
    this.#stage = stage;
    this.#history = history;
    setInterval(() => this.#shown?.view.update(), TICK);
    upload.addEventListener('metadefender-progress', ({ detail }) => this.#progress(detail));
    upload.addEventListener('metadefender-verdict', ({ detail: { item, scan } }) =>
      this.#ended(item, { scan }),
    );
    upload.addEventListener('metadefender-error', ({ detail: { item, error } }) =>
      this.#ended(item, { error }),
    );
    upload.addEventListener('change', () => this.#forgetCancelled());
  }

  /** @param {{ item: UploadItem, progress: import('metadefender-wasm').Progress }} detail */
  #progress({ item, progress }) {
    const phases = this.#going.get(item) ?? new Phases();
    phases.hear(progress);
    if (this.#going.size === 0) {
      const cancel = () => this.#upload.cancel(item);
      const view = this.#stage.pending(this.#report(item, {}), phases, cancel);
      this.#shown = { item, view };
      this.#history.mark(undefined);
    }
    this.#going.set(item, phases);
    if (this.#shown?.item === item) this.#shown.view.update();
  }

  /**
   * @param {UploadItem} item
   * @param {Partial<Report>} outcome
   */
  #ended(item, outcome) {
    const report = this.#report(item, outcome);
    report.phases?.end();
    const entry = entryOf(report, item);
    this.#history.add(entry, report);
    this.#over(item, report, entry);
  }

  #forgetCancelled() {
    for (const item of this.#going.keys()) {
      if (item.state !== 'cancelled') continue;
      const error = new DOMException('Cancelled', 'AbortError');
      const report = this.#report(item, { error });
      report.phases?.end();
      this.#over(item, report);
    }
  }

  /**
   * @param {UploadItem} item
   * @param {Report} report
   * @param {import('./history.js').Entry} [entry]
   */
  #over(item, report, entry) {
    this.#going.delete(item);
    // A scan that failed before it started was never shown.
    const isFirst = report.phases === undefined && this.#going.size === 0;
    const isShown = this.#shown?.item === item && this.#shown.view.element.isConnected;
    if (this.#shown?.item === item) this.#shown = undefined;
    if (!isShown && !isFirst) return;
    this.#stage.show(report);
    this.#history.mark(entry);
  }

  /**
   * @param {UploadItem} item
   * @param {Partial<Report>} outcome
   * @returns {Report}
   */
  #report(item, outcome) {
    const { path, size, file } = item;
    return { name: path, size, file, at: Date.now(), phases: this.#going.get(item), ...outcome };
  }
}

/**
 * @param {Report} report
 * @param {{ name: string, size: number, dataId?: string }} file
 * @returns {import('./history.js').Entry}
 */
export function entryOf(report, { name, size, dataId }) {
  const { scan, error, at } = report;
  const outcome = outcomeOf(report);
  if (scan) return { name, size, outcome, reason: scan.reason, dataId: scan.dataId, at };
  const { code, message } = problem(error);
  return { name, size, outcome, reason: message, code, dataId, at };
}
