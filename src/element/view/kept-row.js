// @ts-check
import { formatSize } from '../size.js';
import { element, setText } from './dom.js';
import { Icon } from './icon.js';
import { ListRow } from './list-row.js';
import { displayName, nameParts } from './name.js';

/** @typedef {import('../kept-files.js').KeptFile} KeptFile */

/** The schemes of links that are allowed; others could run a script. */
const SAFE_PROTOCOLS = ['http:', 'https:', 'blob:'];

/** A file that the server has already. */
export class KeptRow extends ListRow {
  /** The action that has the focus. A kept row has only one. */
  focusedAction = /** @type {const} */ ('remove');
  #file;
  #size = element('span', { part: 'size' });
  #status = element('span', { part: 'status' });
  #remove;

  /**
   * @param {KeptFile} file
   * @param {(action: 'remove', file: KeptFile) => void} onAction
   */
  constructor(file, onAction) {
    super();
    this.#file = file;
    const name = element('bdi', { part: 'name' });
    const href = safeAddress(file.about.href);
    const link = href && element('a', { part: 'link', href, target: '_blank', rel: 'noopener' });
    if (link) {
      // The two parts of the name are not two words.
      link.ariaLabel = displayName(file.name);
      name.append(link);
    }
    (link || name).append(...nameParts(file.name));
    const head = element('div', { class: 'head' }, name, this.#size);
    const line = element('p', { class: 'line' }, this.#status);
    const content = element('div', { class: 'content' }, head, line);
    const click = () => onAction('remove', file);
    this.#remove = element('button', { part: 'remove', type: 'button', click });
    this.#remove.append(new Icon('remove').element);
    this.element.setAttribute('part', 'row kept');
    this.element.dataset.state = 'kept';
    const actions = element('div', { class: 'actions' }, this.#remove);
    this.element.append(new Icon('kept').element, content, actions);
  }

  focus() {
    this.#remove.focus();
  }

  /**
   * @param {import('../texts.js').Texts} texts
   * @param {{ disabled: boolean }} control
   */
  show(texts, { disabled }) {
    const { size } = this.#file.about;
    const { kept, remove, action } = texts.messages;
    const name = displayName(this.#file.name);
    setText(this.#size, size === undefined ? '' : formatSize(size, texts.lang));
    setText(this.#status, kept);
    this.#remove.disabled = disabled;
    this.#remove.title = remove;
    this.#remove.setAttribute('aria-label', texts.fill(action, { action: remove, name }));
  }
}

/** @param {string | undefined} href */
function safeAddress(href) {
  try {
    const { protocol, href: address } = new URL(href ?? '', document.baseURI);
    return href && SAFE_PROTOCOLS.includes(protocol) ? address : undefined;
  } catch {
    return undefined;
  }
}
