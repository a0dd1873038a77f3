// @ts-check
import css from '../style.css';
import { tokensOf } from '../accept.js';
import { sizeText } from '../size.js';
import { Announcer } from './announcer.js';
import { element, setText } from './dom.js';
import { Icon } from './icon.js';
import { List } from './list.js';
import { summaryText } from './texts.js';

/** @typedef {import('../item.js').Item} Item */
/** @typedef {import('../texts.js').Texts} Texts */

/**
 * What is shown beside the files.
 * @typedef {import('../intake.js').Limits & { disabled: boolean, required: boolean }} Control
 */

/**
 * What the user does.
 * @typedef {object} Actions
 * @property {(files: File[]) => void} choose
 * @property {(action: import('./row.js').Action, item: Item) => void} act
 */

const INTERACTIVE = 'a[href], button, input, select, textarea, label, summary';

/** @type {CSSStyleSheet | undefined} */
let style;

/** What is seen of the element. It is drawn once a frame, however often things change. */
export class View {
  announcer = new Announcer();
  #label = element('span', { part: 'label' });
  #hint = element('span', { part: 'hint' });
  #choose = element('span');
  #button = element('button', { part: 'button', type: 'button', 'aria-describedby': 'hint' });
  #picker = element('input', { type: 'file', hidden: true, tabindex: '-1' });
  #notice = element('p', { part: 'notice', hidden: true });
  #summary = element('p', { part: 'summary', hidden: true });
  #list;
  /** @type {Set<Item> | 'all'} */
  #changed = new Set();
  #isDue = false;
  #root;
  #model;

  /**
   * @param {ShadowRoot} root
   * @param {Actions} actions
   * @param {() => { items: readonly Item[], texts: Texts, control: Control }} model what is to be
   *   shown by now
   */
  constructor(root, { choose, act }, model) {
    if (!style) {
      style = new CSSStyleSheet();
      style.replaceSync(css);
    }
    root.adoptedStyleSheets = [style];
    this.#root = root;
    this.#model = model;
    this.#list = new List(act);
    this.#button.append(
      new Icon('choose').element,
      element('slot', { name: 'button' }, this.#choose),
    );
    const label = element('div', {}, element('slot', { name: 'label' }, this.#label));
    const hint = element('div', { id: 'hint' }, element('slot', { name: 'hint' }, this.#hint));
    const area = element('div', { part: 'area' }, label, this.#button, hint, this.#picker);
    root.append(area, this.#notice, this.#list.element, this.#summary, this.announcer.element);

    // For a mouse, which need not aim; everybody else has the button.
    area.addEventListener('click', (event) => {
      const path = event.composedPath();
      const inside = path.slice(0, path.indexOf(area)).filter((at) => at !== this.#button);
      // What a page puts into a slot may do something itself.
      const isTaken = inside.some((at) => at instanceof Element && at.matches(INTERACTIVE));
      if (!isTaken && !event.defaultPrevented) this.showPicker();
    });
    this.#picker.addEventListener('click', (event) => event.stopPropagation());
    // It would leave the shadow root, as if it were the element's own.
    this.#picker.addEventListener('input', (event) => event.stopPropagation());
    this.#picker.addEventListener('change', () => {
      choose([...(this.#picker.files ?? [])]);
      // The same file may be chosen again.
      this.#picker.value = '';
    });
  }

  /** Where the focus goes, and what a message of the browser's points at. */
  get anchor() {
    return this.#button;
  }

  showPicker() {
    if (!this.#model().control.disabled) this.#picker.click();
  }

  /**
   * Something has to be drawn anew.
   * @param {Iterable<Item> | 'all'} items
   */
  draw(items) {
    if (items === 'all') this.#changed = 'all';
    else if (this.#changed !== 'all') for (const item of items) this.#changed.add(item);
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => this.#draw());
  }

  /**
   * Says something about the last choice, in words; nothing is to be said where the text is empty.
   * @param {string} text
   */
  notice(text) {
    setText(this.#notice, text);
    this.#notice.hidden = text === '';
    if (text) this.announcer.say(() => text);
  }

  /**
   * Has the focus where this file is taken out of the list.
   * @param {Item} item
   */
  focusBeside(item) {
    const row = this.#list.neighbour(item);
    if (row) row.focus('remove');
    else this.#button.focus();
  }

  #draw() {
    this.#isDue = false;
    const { items, texts, control } = this.#model();
    const changed = this.#changed;
    this.#changed = new Set();
    if (changed === 'all') this.#drawArea(texts, control);
    this.#list.show(items, changed, texts, control);
    const summary = items.length > 1 ? summaryText(items, texts) : '';
    setText(this.#summary, summary);
    this.#summary.hidden = summary === '';
  }

  /** @param {Texts} texts @param {Control} control */
  #drawArea(texts, { disabled, required, multiple, accept, maxFiles, maxSize }) {
    for (const part of this.#root.children) part.setAttribute('lang', texts.lang);
    const { label, button, requiredHint, acceptHint, sizeHint, countHint } = texts.messages;
    const number = multiple ? 2 : 1;
    setText(this.#label, texts.plural(label, number));
    setText(this.#choose, texts.plural(button, number));
    const types = tokensOf(accept).map((token) => token.replace(/^\./, ''));
    const hints = [
      required && requiredHint,
      types.length > 0 && texts.fill(acceptHint, { types: types.join(', ') }),
      maxSize < Infinity && texts.fill(sizeHint, { size: sizeText(maxSize, texts.lang) }),
      multiple && maxFiles < Infinity && texts.plural(countHint, maxFiles),
    ];
    setText(this.#hint, hints.filter(Boolean).join(' · '));
    this.#button.disabled = disabled;
    this.#picker.accept = accept;
    this.#picker.multiple = multiple;
  }
}
