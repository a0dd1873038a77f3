// @ts-check
import { byId, h } from './lib/dom.js';
import { decodedName } from './lib/format.js';
import { number, object } from './lib/untrusted.js';
import { PendingView } from './report/pending.js';
import { heading, reportView } from './report/report.js';

/** @typedef {import('./report/model.js').Report} Report */

/** The part of the page that shows reports, one at a time. */
export class Stage {
  #element = byId('report');
  #nothing = byId('nothing');
  #shown = new AbortController();
  #metadefender;

  /** @param {() => Promise<import('metadefender-wasm').MetaDefender>} metadefender */
  constructor(metadefender) {
    this.#metadefender = metadefender;
  }

  /**
   * @param {Report} report
   * @param {{ focus?: boolean }} [options] whether the user asked for it, and goes on reading there
   */
  show(report, { focus = false } = {}) {
    const context = {
      signal: this.#next(),
      metadefender: this.#metadefender,
      openEntry: (/** @type {string} */ dataId, /** @type {string} */ name) =>
        this.fetch(dataId, name, {
          title: report.name,
          open: () => this.show(report, { focus: true }),
        }),
    };
    this.#fill(reportView(report, context), focus);
  }

  /**
   * Shows a running scan.
   * @param {Report} report
   * @param {import('./report/phases.js').Phases} phases
   * @param {() => void} cancel
   */
  pending(report, phases, cancel) {
    this.#next();
    const view = new PendingView(report, phases, heading(report), cancel);
    this.#fill(view.element, false);
    return view;
  }

  /**
   * Shows something else.
   * @param {Element} element
   * @param {boolean} focus
   */
  place(element, focus) {
    const signal = this.#next();
    this.#fill(element, focus);
    return signal;
  }

  /**
   * Shows the report of an analysis, fetched from the server.
   * @param {string} dataId
   * @param {string} name
   * @param {Report['back']} [back]
   */
  async fetch(dataId, name, back) {
    const report = { name, at: Date.now(), back };
    const signal = this.#next();
    const loading = h('p', { class: 'note', role: 'status' }, 'Fetching the report …');
    this.#fill(h('article', { class: 'report-view' }, heading(report), loading), true);
    try {
      const metadefender = await this.#metadefender();
      const scan = await metadefender.resume(dataId, { signal, cancelOnAbort: false });
      const { file_size, upload_timestamp } = object(scan.result.file_info);
      const at = Date.parse(upload_timestamp) || report.at;
      const said = decodedName(object(scan.result.file_info).display_name);
      this.show(
        { ...report, name: name || said, scan, size: number(file_size), at },
        { focus: true },
      );
    } catch (error) {
      if (!signal.aborted) this.show({ ...report, error }, { focus: true });
    }
  }

  /** Aborts what belongs to the report that was shown. */
  #next() {
    this.#shown.abort();
    this.#shown = new AbortController();
    return this.#shown.signal;
  }

  /**
   * @param {Element} content
   * @param {boolean} focus
   */
  #fill(content, focus) {
    const hadFocus = this.#element.contains(document.activeElement);
    this.#nothing.hidden = true;
    this.#element.replaceChildren(this.#nothing, content);
    if (focus || hadFocus) {
      const title = content.querySelector('h2');
      title?.focus({ preventScroll: true });
      title?.scrollIntoView({ block: 'nearest' });
    }
  }
}
