// @ts-check

/** @typedef {import('metadefender-wasm/element').KeptFile} About */

/** A file that the server has already: a row of the list, as an item is. */
export class KeptFile {
  state = /** @type {const} */ ('kept');

  /** @param {About} about */
  constructor({ id, name, href, size }) {
    this.about = Object.freeze({ id, name, href, size });
    this.name = name;
  }
}

/** The files that the server has already, and that stay unless the user removes them. */
export class KeptFiles {
  /** All of them, as the page set them. @type {readonly KeptFile[]} */
  #given = [];
  /** Those that stay. @type {readonly KeptFile[]} */
  all = Object.freeze([]);
  /** Ids that were removed before the page was left and restored. @type {Set<string>} */
  #restored = new Set();

  /** @param {Iterable<About>} files */
  give(files) {
    this.#given = Array.from(files, (about) => new KeptFile(about));
    this.reset();
    this.#drop(this.#restored);
    this.#restored.clear();
  }

  /** As the page set them. */
  reset() {
    this.all = Object.freeze([...this.#given]);
  }

  /** @param {KeptFile} file */
  remove(file) {
    this.all = Object.freeze(this.all.filter((other) => other !== file));
  }

  removeAll() {
    this.all = Object.freeze([]);
  }

  /** For the browser to restore with the page. */
  get removedIds() {
    return this.#given.filter((file) => !this.all.includes(file)).map(({ about }) => about.id);
  }

  /** The page may set its files before or after this. @param {string[]} ids */
  restoreRemoved(ids) {
    this.#restored = new Set(this.#given.length > 0 ? [] : ids);
    this.#drop(new Set(ids));
  }

  /** @param {Set<string>} ids */
  #drop(ids) {
    this.all = Object.freeze(this.all.filter(({ about }) => !ids.has(about.id)));
  }
}
