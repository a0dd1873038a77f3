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
  /** @type {readonly KeptFile[]} */
  #all = Object.freeze([]);
  /** Counts the changes of `all`. */
  version = 0;
  /** Ids that were removed before the page was left, and has come back. @type {Set<string>} */
  #restored = new Set();

  /** Those that stay. */
  get all() {
    return this.#all;
  }

  /** @param {Iterable<About>} files */
  give(files) {
    this.#given = Array.from(files, (about) => new KeptFile(about));
    this.reset();
    this.#drop(this.#restored);
    this.#restored.clear();
  }

  /** As the page set them. */
  reset() {
    this.#set([...this.#given]);
  }

  /** @param {KeptFile} file */
  remove(file) {
    this.#set(this.#all.filter((other) => other !== file));
  }

  removeAll() {
    this.#set([]);
  }

  /** For the browser to restore with the page. */
  get removedIds() {
    return this.#given.filter((file) => !this.#all.includes(file)).map(({ about }) => about.id);
  }

  /** The page may set its files before or after this. @param {string[]} ids */
  restoreRemoved(ids) {
    this.#restored = new Set(this.#given.length > 0 ? [] : ids);
    this.#drop(new Set(ids));
  }

  /** @param {Set<string>} ids */
  #drop(ids) {
    this.#set(this.#all.filter(({ about }) => !ids.has(about.id)));
  }

  /** @param {KeptFile[]} files */
  #set(files) {
    this.#all = Object.freeze(files);
    this.version += 1;
  }
}
