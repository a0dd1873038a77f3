// @ts-check
import { Announcer } from './announcer.js';
import { Area } from './area.js';
import { element, setText } from './dom.js';
import { List } from './list.js';
import { adoptStyle } from './style-sheet.js';
import { summaryText } from './texts.js';

/** @typedef {import('./list.js').Entry} Entry */
/** @typedef {import('../tally.js').Tally} Tally */
/** @typedef {import('../texts.js').Texts} Texts */

/**
 * The attributes that the view shows.
 * @typedef {import('../selection.js').Limits & { disabled: boolean, required: boolean,
 *   directory: boolean, capture: string | null }} Control
 */

/** @typedef {{ version: number, entries: readonly Entry[], tally: Tally, texts: Texts, control: Control }} Model */

/**
 * Called for the user's actions.
 * @typedef {object} Actions
 * @property {(files: File[]) => void} onChoose
 * @property {(action: import('./row.js').Action, entry: Entry) => void} onAction
 */

/** The shortest time between two renderings of progress. Otherwise thousands of small files would fill every frame. */
const INTERVAL_MS = 50;

/** The shadow DOM of the element. It is rendered at most once a frame, and progress less often. */
export class View {
  announcer = new Announcer();
  #notice = element('p', { part: 'notice', hidden: true });
  #summary = element('p', { part: 'summary', hidden: true });
  #area;
  #list;
  /** @type {Set<Entry> | 'all'} */
  #changed = new Set();
  #isScheduled = false;
  /** ms, on the clock of `performance`. */
  #renderedAt = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #root;
  #model;

  /**
   * @param {ShadowRoot} root
   * @param {Actions} actions
   * @param {() => Model} model the current state
   */
  constructor(root, { onChoose, onAction }, model) {
    adoptStyle(root);
    this.#root = root;
    this.#model = model;
    this.#area = new Area(onChoose);
    this.#list = new List({ onAction, onFocusLost: () => this.anchor.focus() });
    const parts = [this.#area.element, this.#notice, this.#list.element, this.#summary];
    root.append(...parts, this.announcer.element);
  }

  /** The element that gets the focus, and where the browser shows its validation message. */
  get anchor() {
    return this.#area.button;
  }

  showPicker() {
    this.#area.open();
  }

  /**
   * Renders with the next frame, and progress some frames later.
   * @param {Iterable<Entry> | 'all'} items
   * @param {boolean} [isProgress] only progress or verdicts have changed
   */
  render(items, isProgress) {
    if (items === 'all') this.#changed = 'all';
    else if (this.#changed !== 'all') for (const item of items) this.#changed.add(item);
    if (this.#isScheduled) return;
    const wait = this.#renderedAt + INTERVAL_MS - performance.now();
    if (isProgress && wait > 0) {
      this.#timer ??= setTimeout(() => this.render([]), wait);
      return;
    }
    this.#isScheduled = true;
    requestAnimationFrame(() => this.#renderNow());
  }

  /**
   * Shows a notice about the last choice, and announces it; an empty text hides it.
   * @param {string} text
   */
  notice(text) {
    setText(this.#notice, text);
    this.#notice.hidden = text === '';
    if (text) this.announcer.say(() => text);
  }

  /** When the element leaves the document. */
  disconnect() {
    this.#list.disconnect();
  }

  #renderNow() {
    this.#isScheduled = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#renderedAt = performance.now();
    const { version, entries, tally, texts, control } = this.#model();
    const changed = this.#changed;
    this.#changed = new Set();
    if (changed === 'all') {
      for (const part of this.#root.children) part.setAttribute('lang', texts.lang);
      this.#area.show(texts, control);
    }
    this.#list.show({ version, items: entries }, changed, texts, control);
    const summary = tally.total > 1 ? summaryText(tally, texts) : '';
    setText(this.#summary, summary);
    this.#summary.hidden = summary === '';
  }
}
