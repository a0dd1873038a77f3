// @ts-check
import { announce } from './lib/announce.js';
import { inChunks } from './lib/chunks.js';
import { byId, h } from './lib/dom.js';
import { counted, hour, words } from './lib/format.js';
import { badge, OUTCOMES } from './verdict.js';

const KEY = 'metadefender-demo.history';
const KEPT = 2000;
const SAVE_AFTER = 300;

/**
 * A past scan. It never holds a key or content of the file.
 * @typedef {object} Entry
 * @property {string} name
 * @property {number} size
 * @property {import('./verdict.js').Outcome} outcome
 * @property {string} reason of the verdict, or the error in words
 * @property {string} [code] of the error
 * @property {string} [dataId]
 * @property {number} at ms since 1970
 */

/** The scans of this tab, the newest first. */
export class History {
  #list = byId('history');
  #summary = byId('history-summary');
  /** @type {Entry[]} the oldest first */
  #entries = read();
  /** @type {WeakMap<Entry, import('./report/model.js').Report>} what this page still knows of them */
  #reports = new WeakMap();
  /** @type {Map<Entry, HTMLElement>} */
  #buttons = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #saving;
  #open;

  /** @param {(entry: Entry, report: import('./report/model.js').Report | undefined) => void} open */
  constructor(open) {
    this.#open = open;
    byId('history-clear').addEventListener('click', () => this.#clear());
    addEventListener('pagehide', () => this.#save());
    const items = this.#entries.toReversed();
    inChunks(items, (chunk) => this.#list.append(...chunk.map((entry) => this.#item(entry))));
    this.#count();
  }

  /**
   * @param {Entry} entry
   * @param {import('./report/model.js').Report} report
   */
  add(entry, report) {
    this.#entries.push(entry);
    this.#reports.set(entry, report);
    this.#list.prepend(this.#item(entry));
    if (this.#entries.length > KEPT) this.#forget(/** @type {Entry} */ (this.#entries.shift()));
    this.#count();
    this.#saving ??= setTimeout(() => this.#save(), SAVE_AFTER);
  }

  /** Highlights the entry whose report is shown. @param {Entry | undefined} shown */
  mark(shown) {
    for (const button of this.#list.querySelectorAll('[aria-current]')) {
      button.removeAttribute('aria-current');
    }
    if (shown) this.#buttons.get(shown)?.setAttribute('aria-current', 'true');
  }

  /** @param {Entry} entry */
  #item(entry) {
    const button = h(
      'button',
      { type: 'button', onclick: () => this.#open(entry, this.#reports.get(entry)) },
      h('span', { class: 'history-name' }, entry.name),
      badge(entry.outcome),
      h('span', { class: 'history-facts' }, `${words(entry.reason)} · ${hour(entry.at)}`),
    );
    this.#buttons.set(entry, button);
    return h('li', {}, button);
  }

  /** @param {Entry} entry */
  #forget(entry) {
    this.#buttons.get(entry)?.parentElement?.remove();
    this.#buttons.delete(entry);
  }

  #clear() {
    this.#entries = [];
    this.#buttons.clear();
    this.#list.replaceChildren();
    this.#count();
    this.#save();
    announce('The history is cleared');
    byId('history-title').focus();
  }

  #count() {
    const blocked = this.#entries.filter(({ outcome }) => outcome === 'blocked').length;
    const { length } = this.#entries;
    this.#summary.textContent =
      length === 0 ? 'Nothing yet' : `${counted(length, 'scan')}, ${blocked} blocked`;
    byId('history-clear').hidden = length === 0;
  }

  #save() {
    clearTimeout(this.#saving);
    this.#saving = undefined;
    try {
      sessionStorage.setItem(KEY, JSON.stringify(this.#entries));
    } catch {
      // The storage is full or disabled: the history then lasts as long as the page.
    }
  }
}

/** @returns {Entry[]} */
function read() {
  try {
    const entries = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    return Array.isArray(entries) ? entries.filter(isEntry) : [];
  } catch {
    return [];
  }
}

/** @param {any} entry @returns {entry is Entry} */
function isEntry(entry) {
  return (
    typeof entry?.name === 'string' &&
    typeof entry.reason === 'string' &&
    Number.isFinite(entry.at) &&
    entry.outcome in OUTCOMES
  );
}
