// @ts-check
import { Item } from './item.js';

/**
 * What is known of an analysis that goes on.
 * @typedef {{ dataId: string, name: string, path: string, size: number, lastModified: number }} Entry
 */

/**
 * The analyses that go on, kept in the tab's session storage, so that the page that comes after a
 * reload can take them up. Names and data ids; neither the bytes nor a key.
 */
export class Unfinished {
  #key;
  /** @type {Map<Item, Entry>} */
  #entries = new Map();

  /** @param {string} key of the element among those of the page */
  constructor(key) {
    this.#key = `metadefender-upload ${key}`;
  }

  /**
   * What an earlier page left, but for files that are there again.
   * @param {Set<string>} present their identities
   */
  takeUp(present) {
    for (const entry of this.#read()) {
      const item = new Item(entry);
      if (present.has(item.identity)) continue;
      item.dataId = entry.dataId;
      this.#entries.set(item, entry);
    }
    this.#write();
    return [...this.#entries.keys()];
  }

  /** @param {Item} item whose analysis goes on */
  add(item) {
    const { dataId, name, path, size, lastModified } = item;
    if (!dataId || this.#entries.get(item)?.dataId === dataId) return;
    this.#entries.set(item, { dataId, name, path, size, lastModified });
    this.#write();
  }

  /** @param {Item} item of which nothing is to be taken up any more */
  delete(item) {
    if (this.#entries.delete(item)) this.#write();
  }

  /** @returns {Entry[]} */
  #read() {
    try {
      const entries = JSON.parse(sessionStorage.getItem(this.#key) ?? '[]');
      return Array.isArray(entries) ? entries.filter(isEntry) : [];
    } catch {
      // No storage, or not what was put there: nothing is taken up.
      return [];
    }
  }

  #write() {
    try {
      if (this.#entries.size === 0) sessionStorage.removeItem(this.#key);
      else sessionStorage.setItem(this.#key, JSON.stringify([...this.#entries.values()]));
    } catch {
      // It is full or forbidden: a reload loses the analyses.
    }
  }
}

/**
 * What tells an element from the others of the page, and the page from others: its address, the form,
 * its name, and which of those that are alike it is.
 *
 * @param {import('metadefender-wasm/element').MetadefenderUpload} upload
 */
export function keyOf(upload) {
  const { id, name, baseUrl, form, localName } = upload;
  const alike = /** @type {ParentNode} */ (upload.getRootNode()).querySelectorAll(
    `${localName}${name && `[name="${CSS.escape(name)}"]`}`,
  );
  const index = [...alike].indexOf(upload);
  const { pathname, search } = location;
  // Not its property: an input of the form may be called `id`.
  const formId = form?.getAttribute('id');
  return JSON.stringify([pathname + search, formId, id, name, index, baseUrl]);
}

/** @param {any} entry @returns {entry is Entry} */
function isEntry(entry) {
  return (
    typeof entry?.dataId === 'string' &&
    typeof entry.name === 'string' &&
    typeof entry.path === 'string' &&
    typeof entry.lastModified === 'number' &&
    Number.isFinite(entry.size)
  );
}
