// @ts-check
import { parseAccept } from '../accept.js';
import { formatSize } from '../size.js';
import css from '../style.css';
import { Announcer } from './announcer.js';
import { element, setText } from './dom.js';
import { Icon } from './icon.js';
import { List } from './list.js';
import { summaryText } from './texts.js';

/** @typedef {import('../item.js').Item} Item */
/** @typedef {import('../tally.js').Tally} Tally */
/** @typedef {import('../texts.js').Texts} Texts */

/**
 * The attributes that are shown beside the files.
 * @typedef {import('../selection.js').Limits & { disabled: boolean, required: boolean }} Control
 */

/** @typedef {{ items: readonly Item[], tally: Tally, texts: Texts, control: Control }} Model */

/**
 * Called for what the user does.
 * @typedef {object} Actions
 * @property {(files: File[]) => void} onChoose
 * @property {(action: import('./row.js').Action, item: Item) => void} onAction
 */

const INTERACTIVE = 'a[href], button, input, select, textarea, label, summary';

/** @type {CSSStyleSheet | undefined} */
let style;

/** The shadow DOM of the element. It is rendered at most once a frame. */
export class View {
  announcer = new Announcer();
  #label = element('span', { part: 'label' });
  #hint = element('span', { part: 'hint' });
  #buttonText = element('span');
  #button = element('button', { part: 'button', type: 'button', 'aria-describedby': 'hint' });
  #picker = element('input', { type: 'file', hidden: true, tabindex: '-1' });
  #notice = element('p', { part: 'notice', hidden: true });
  #summary = element('p', { part: 'summary', hidden: true });
  #list;
  /** @type {Set<Item> | 'all'} */
  #changed = new Set();
  #isScheduled = false;
  #root;
  #model;

  /**
   * @param {ShadowRoot} root
   * @param {Actions} actions
   * @param {() => Model} model the current state
   */
  constructor(root, { onChoose, onAction }, model) {
    if (!style) {
      style = new CSSStyleSheet();
      style.replaceSync(css);
    }
    root.adoptedStyleSheets = [style];
    this.#root = root;
    this.#model = model;
    this.#list = new List({ onAction, onFocusLost: () => this.#button.focus() });
    this.#button.append(
      new Icon('choose').element,
      element('slot', { name: 'button' }, this.#buttonText),
    );
    const label = element('div', {}, element('slot', { name: 'label' }, this.#label));
    const hint = element('div', { id: 'hint' }, element('slot', { name: 'hint' }, this.#hint));
    const area = element('div', { part: 'area' }, label, this.#button, hint, this.#picker);
    root.append(area, this.#notice, this.#list.element, this.#summary, this.announcer.element);

    // A larger target for the mouse; the keyboard and assistive technologies use the button.
    area.addEventListener('click', (event) => {
      const path = event.composedPath();
      const inside = path.slice(0, path.indexOf(area)).filter((at) => at !== this.#button);
      // Slotted content of the page may have its own action.
      const isTaken = inside.some((at) => at instanceof Element && at.matches(INTERACTIVE));
      if (!isTaken && !event.defaultPrevented) this.showPicker();
    });
    this.#picker.addEventListener('click', (event) => event.stopPropagation());
    // `input` is composed: it would leave the shadow root as an event of the element.
    this.#picker.addEventListener('input', (event) => event.stopPropagation());
    this.#picker.addEventListener('change', () => {
      onChoose([...(this.#picker.files ?? [])]);
      // Otherwise choosing the same file again would fire no event.
      this.#picker.value = '';
    });
  }

  /** Gets the focus, and is where the browser shows its validation message. */
  get anchor() {
    return this.#button;
  }

  showPicker() {
    if (!this.#model().control.disabled) this.#picker.click();
  }

  /**
   * Schedules rendering.
   * @param {Iterable<Item> | 'all'} items
   */
  render(items) {
    if (items === 'all') this.#changed = 'all';
    else if (this.#changed !== 'all') for (const item of items) this.#changed.add(item);
    if (this.#isScheduled) return;
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
    const { items, tally, texts, control } = this.#model();
    const changed = this.#changed;
    this.#changed = new Set();
    if (changed === 'all') this.#renderArea(texts, control);
    this.#list.show(items, changed, texts, control);
    const summary = items.length > 1 ? summaryText(tally, texts) : '';
    setText(this.#summary, summary);
    this.#summary.hidden = summary === '';
  }

  /** @param {Texts} texts @param {Control} control */
  #renderArea(texts, { disabled, required, multiple, accept, maxFiles, maxSize }) {
    for (const part of this.#root.children) part.setAttribute('lang', texts.lang);
    const { label, button, requiredHint, acceptHint, sizeHint, countHint } = texts.messages;
    const number = multiple ? 2 : 1;
    setText(this.#label, texts.plural(label, number));
    setText(this.#buttonText, texts.plural(button, number));
    const types = parseAccept(accept).map((token) => token.replace(/^\./, ''));
    const hints = [
      required && requiredHint,
      types.length > 0 && texts.fill(acceptHint, { types: types.join(', ') }),
      maxSize < Infinity && texts.fill(sizeHint, { size: formatSize(maxSize, texts.lang) }),
      multiple && maxFiles < Infinity && texts.plural(countHint, maxFiles),
    ];
    setText(this.#hint, hints.filter(Boolean).join(' · '));
    this.#button.disabled = disabled;
    this.#picker.accept = accept;
    this.#picker.multiple = multiple;
  }
}
