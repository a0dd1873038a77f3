// @ts-check
import { h } from '../lib/dom.js';
import { icon } from '../lib/icons.js';

/**
 * The deepest level of folders. Deeper folders are shown as part of the name, as an archive can nest them without
 * limit.
 */
const DEEPEST = 8;

/**
 * What the tree shows of a file.
 * @typedef {object} Entry
 * @property {Node} label
 * @property {string} facts
 * @property {string} icon
 * @property {string} outcome
 * @property {() => (() => Node) | undefined} children makes the content that is shown when it is unfolded, if any
 */

/** @typedef {{ list: HTMLUListElement, folders: Map<string, Folder> }} Folder */

/** Files in folders, by their paths, as nested lists that can be folded. */
export class FolderTree {
  element = h('ul', { class: 'tree' });
  /** @type {Folder} */
  #root = { list: this.element, folders: new Map() };

  clear() {
    this.element.replaceChildren();
    this.#root.folders.clear();
  }

  /**
   * @param {string} path
   * @param {(name: string) => Entry} entryOf makes the entry of a file of that name
   */
  add(path, entryOf) {
    const parts = path.split(/[/\\]/).filter((part) => part !== '' && part !== '.');
    const folders = parts.slice(0, Math.min(parts.length - 1, DEEPEST));
    const name = parts.slice(folders.length).join('/') || path;
    let folder = this.#root;
    for (const title of folders) folder = folderIn(folder, title);
    folder.list.append(file(name, entryOf(name)));
  }
}

/**
 * @param {Folder} parent
 * @param {string} title
 */
function folderIn(parent, title) {
  let folder = parent.folders.get(title);
  if (!folder) {
    const list = h('ul', {});
    folder = { list, folders: new Map() };
    parent.folders.set(title, folder);
    const name = h('span', { class: 'entry-name' }, title);
    const item = h('li', {}, row(fold(title, list, true), icon('folder'), name), list);
    parent.list.append(item);
  }
  return folder;
}

/**
 * @param {string} name
 * @param {Entry} entry
 */
function file(name, { label, facts, icon: picture, outcome, children }) {
  const unfolded = children();
  const below = unfolded && h('div', { hidden: true });
  const button = unfolded && below && fold(name, below, false, () => below.append(unfolded()));
  const note = h('span', { class: 'entry-facts' }, facts);
  const line = row(
    button || h('span', { class: 'no-fold' }),
    icon(picture),
    label,
    note,
    icon(outcome),
  );
  line.dataset.outcome = outcome;
  return h('li', { class: 'file' }, line, below);
}

/** @param {...(Node | undefined)} parts */
const row = (...parts) => h('div', { class: 'entry' }, ...parts);

/**
 * A button that folds and unfolds.
 * @param {string} name
 * @param {HTMLElement} target
 * @param {boolean} open
 * @param {() => void} [first] when it is unfolded for the first time
 */
function fold(name, target, open, first) {
  const button = h(
    'button',
    { type: 'button', class: 'fold', 'aria-expanded': String(open), 'aria-label': name },
    icon('chevron'),
  );
  button.addEventListener('click', () => {
    first?.();
    first = undefined;
    target.hidden = !target.hidden;
    button.setAttribute('aria-expanded', String(!target.hidden));
  });
  return button;
}
