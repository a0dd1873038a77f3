// @ts-check
import { Item } from './item.js';

/**
 * A running analysis and its file.
 * @typedef {{ dataId: string, name: string, path: string, size: number, lastModified: number }} UnfinishedEntry
 */

/**
 * Keeps running analyses in session storage, so that they can be resumed after a reload. It stores names and data ids,
 * but neither content nor keys.
 */
export class UnfinishedStore {
  #key;
  /** @type {Map<Item, UnfinishedEntry>} */
  #entries = new Map();

  /** @param {string} key identifies the element */
  constructor(key) {
    this.#key = `metadefender-upload ${key}`;
  }

  /**
   * The items of an earlier page, without those whose files are present again.
   * @param {Set<string>} present identities of the present items
   */
  restore(present) {
    for (const entry of this.#read()) {
      const item = new Item(entry);
      if (present.has(item.identity)) continue;
      item.dataId = entry.dataId;
      this.#entries.set(item, entry);
    }
    this.#write();
    return [...this.#entries.keys()];
  }

  /** @param {Item} item whose analysis is running */
  add(item) {
    const { dataId, name, path, size, lastModified } = item;
    if (!dataId || this.#entries.get(item)?.dataId === dataId) return;
    this.#entries.set(item, { dataId, name, path, size, lastModified });
    this.#write();
  }

  /** @param {Item} item that must not be resumed */
  delete(item) {
    if (this.#entries.delete(item)) this.#write();
  }

  /** @returns {UnfinishedEntry[]} */
  #read() {
    try {
      const entries = JSON.parse(sessionStorage.getItem(this.#key) ?? '[]');
      return Array.isArray(entries) ? entries.filter(isEntry) : [];
    } catch {
      // No storage, or foreign content: nothing is resumed.
      return [];
    }
  }

  #write() {
    try {
      if (this.#entries.size === 0) sessionStorage.removeItem(this.#key);
      else sessionStorage.setItem(this.#key, JSON.stringify([...this.#entries.values()]));
    } catch {
      // Storage is full or disabled: a reload will lose the analyses.
    }
  }
}

/**
 * Identifies an element across a reload: by the address of the page, the form, its id and name, and its
 * index among elements with the same name.
 *
 * @param {import('metadefender-wasm/element').MetadefenderUpload} upload
 */
export function elementKey(upload) {
  const { id, name, baseUrl, form, localName } = upload;
  const root = /** @type {ParentNode} */ (upload.getRootNode());
  const uploads = /** @type {NodeListOf<typeof upload>} */ (root.querySelectorAll(localName));
  const index = [...uploads].filter((other) => !name || other.name === name).indexOf(upload);
  const { pathname, search } = location;
  // The attribute, not the property: an input named `id` would shadow it.
  const formId = form?.getAttribute('id');
  return JSON.stringify([pathname + search, formId, id, name, index, baseUrl]);
}

/** @param {any} entry @returns {entry is UnfinishedEntry} */
function isEntry(entry) {
  return (
    typeof entry?.dataId === 'string' &&
    typeof entry.name === 'string' &&
    typeof entry.path === 'string' &&
    typeof entry.lastModified === 'number' &&
    Number.isFinite(entry.size)
  );
}
