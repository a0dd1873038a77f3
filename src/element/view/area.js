// @ts-check
import { parseAccept } from '../accept.js';
import { formatSize } from '../size.js';
import { element, setText } from './dom.js';
import { Picker } from './picker.js';

/** @typedef {import('../texts.js').Texts} Texts */
/** @typedef {import('./view.js').Control} Control */

const INTERACTIVE = 'a[href], button, input, select, textarea, label, summary';

/** Whether folders can be chosen. On some phones they cannot, and the input would choose files. */
const CAN_CHOOSE_FOLDERS =
  globalThis.HTMLInputElement && 'webkitdirectory' in HTMLInputElement.prototype;

/** The drop area, with its buttons and the hint about what is accepted. */
export class Area {
  #label = element('span', { part: 'label' });
  #hint = element('span', { part: 'hint' });
  #buttons = element('div', { class: 'buttons' });
  #files;
  #folder;
  element;

  /** @param {(files: File[]) => void} onChoose */
  constructor(onChoose) {
    const files = { part: 'button', slot: 'button', describedBy: 'hint' };
    this.#files = new Picker({ ...files, icon: 'choose' }, onChoose);
    this.#folder = new Picker(
      { part: 'button directory', slot: 'directory', icon: 'folder' },
      onChoose,
    );
    const label = element('div', {}, element('slot', { name: 'label' }, this.#label));
    const hint = element('div', { id: 'hint' }, element('slot', { name: 'hint' }, this.#hint));
    this.#buttons.append(...this.#files.elements);
    this.element = element('div', { part: 'area' }, label, this.#buttons, hint);
    // A larger target for the mouse; the keyboard and assistive technologies use the button.
    this.element.addEventListener('click', (event) => {
      const path = event.composedPath();
      const inside = path.slice(0, path.indexOf(this.element));
      // Slotted content of the page may have its own action.
      const isTaken = inside.some((at) => at instanceof Element && at.matches(INTERACTIVE));
      if (!isTaken && !event.defaultPrevented) this.open();
    });
  }

  /** The button that opens the dialog for files. */
  get button() {
    return this.#files.button;
  }

  open() {
    this.#files.open();
  }

  /** @param {Texts} texts @param {Control} control */
  show(texts, control) {
    const { disabled, multiple, directory, accept, capture } = control;
    const { label, button, directoryButton } = texts.messages;
    const number = multiple ? 2 : 1;
    setText(this.#label, texts.plural(label, number));
    setText(this.#hint, hintText(control, texts));
    this.#files.show(texts.plural(button, number), {
      disabled,
      input: { accept, multiple, capture: capture ?? false },
    });
    this.#folder.show(directoryButton, { disabled, input: { webkitdirectory: true } });
    if (directory && multiple && CAN_CHOOSE_FOLDERS) this.#buttons.append(...this.#folder.elements);
    else for (const part of this.#folder.elements) part.remove();
  }
}

/**
 * @param {Control} control
 * @param {Texts} texts
 */
function hintText({ required, multiple, accept, ...limits }, texts) {
  const { minSize, maxSize, maxTotalSize, maxFiles } = limits;
  const { messages } = texts;
  const types = parseAccept(accept).map((token) => token.replace(/^\./, ''));
  const sized = (/** @type {string} */ text, /** @type {number} */ size) =>
    texts.fill(text, { size: formatSize(size, texts.lang) });
  return [
    required && messages.requiredHint,
    types.length > 0 && texts.fill(messages.acceptHint, { types: types.join(', ') }),
    minSize > 0 && sized(messages.minSizeHint, minSize),
    maxSize < Infinity && sized(messages.sizeHint, maxSize),
    multiple && maxFiles < Infinity && texts.plural(messages.countHint, maxFiles),
    multiple && maxTotalSize < Infinity && sized(messages.totalSizeHint, maxTotalSize),
  ]
    .filter(Boolean)
    .join(' · ');
}
