// @ts-check
import { ITSELF } from './item-owner.js';

/** @typedef {import('metadefender-wasm/element').UploadItem} UploadItem */
/** @typedef {import('metadefender-wasm/element').UploadState} UploadState */

/**
 * One file in the element.
 * @implements {UploadItem}
 */
export class Item {
  /** @type {UploadState} */
  state = 'waiting';
  /** @type {File | undefined} */
  file;
  /** @type {import('metadefender-wasm').Progress | undefined} */
  progress;
  /** @type {import('metadefender-wasm').Scan | undefined} */
  scan;
  /** @type {import('metadefender-wasm').MetaDefenderError | undefined} */
  error;
  /** @type {import('metadefender-wasm/element').Refusal | undefined} */
  refusal;
  /** @type {string | undefined} */
  dataId;
  /**
   * The hashes of the file, if it was hashed before its scan, and when that was; none if it could not be read.
   * @type {Promise<{ digests: import('metadefender-wasm').Digests, at: number } | undefined> | undefined}
   */
  hashed;
  /**
   * Cancels the scan, or the hashing before it.
   * @type {AbortController | undefined}
   */
  controller;
  [ITSELF] = () => this;

  /** @param {{ name: string, size: number, path?: string, lastModified?: number }} about */
  constructor({ name, size, path = name, lastModified = 0 }) {
    this.name = name;
    this.path = path;
    this.size = size;
    this.lastModified = lastModified;
  }

  /**
   * @param {File} file
   * @param {string} [path]
   */
  static of(file, path) {
    const { name, size, lastModified } = file;
    const item = new Item({ name, size, path: path ?? pathOf(file), lastModified });
    item.file = file;
    return item;
  }

  /** Back to `waiting`. An item without its file keeps its data id, as the analysis can only be resumed. */
  restart() {
    this.state = 'waiting';
    this.progress = undefined;
    this.scan = undefined;
    this.error = undefined;
    this.hashed = undefined;
    if (this.file) this.dataId = undefined;
  }

  /** Whether its state will change by itself. */
  get isPending() {
    return this.state === 'waiting' || this.state === 'scanning';
  }

  /** Whether the form may submit it. */
  get isSubmittable() {
    return this.state === 'allowed' && this.file !== undefined;
  }

  /** Whether it may be scanned again. */
  get isRetriable() {
    return ['failed', 'cancelled', 'undetermined'].includes(this.state);
  }

  /** Equal for two items of the same file, as far as can be told without reading it. */
  get identity() {
    return `${this.size} ${this.lastModified} ${this.path}`;
  }
}

/** @param {File} file */
export function pathOf({ webkitRelativePath, name }) {
  return webkitRelativePath || name;
}
