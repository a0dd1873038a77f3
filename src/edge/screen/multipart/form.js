// @ts-check
import { Sha256 } from '../digest.js';
import { Refusal } from '../problem.js';
import { MultipartParser } from './parser.js';
/** @import { FileTask } from '../scan-files.js' */
/** @import { Found } from './parser.js' */
/** @import { Part } from './part.js' */

/** A sink that finds the files of a form: where they are in the body, and their hashes. */
export class Form {
  #parser;
  #maxFiles;
  #maxFieldSize;
  /** @type {{ part: Part, start: number, size: number, sha256?: Sha256 } | undefined} */
  #current;
  /** @type {FileTask[]} */
  files = [];

  /**
   * @param {string} boundary
   * @param {{ maxFiles: number, maxFieldSize: number }} limits
   */
  constructor(boundary, { maxFiles, maxFieldSize }) {
    this.#parser = new MultipartParser(boundary);
    this.#maxFiles = maxFiles;
    this.#maxFieldSize = maxFieldSize;
  }

  /** @param {Uint8Array} chunk */
  async write(chunk) {
    for (const found of this.#parser.push(chunk)) {
      if ('part' in found) this.#current = { ...found, size: 0 };
      else if ('bytes' in found) await this.#content(found.bytes);
      else await this.#end(found.end);
    }
  }

  async close() {
    this.#parser.end();
  }

  /** @param {unknown} reason */
  async abort(reason) {
    await this.#current?.sha256?.abort(reason);
  }

  /** @param {Uint8Array} bytes */
  async #content(bytes) {
    const current = this.#current;
    if (!current) return;
    current.size += bytes.length;
    if (current.part.isFile) {
      if (!current.sha256 && this.files.length >= this.#maxFiles) {
        throw new Refusal('too-many-files', { detail: `a form may have ${this.#maxFiles} files` });
      }
      current.sha256 ??= new Sha256();
      await current.sha256.write(bytes);
    } else if (current.size > this.#maxFieldSize) {
      throw new Refusal('too-large', {
        detail: `a text field of a form may have ${this.#maxFieldSize} bytes`,
      });
    }
  }

  /** @param {number} end */
  async #end(end) {
    const { part, start, sha256 } = this.#current ?? {};
    this.#current = undefined;
    // A file without bytes is the field for one that nobody has chosen.
    if (!part || start === undefined || !sha256) return;
    await sha256.close();
    const { name: field, filename, contentType } = part;
    this.files.push({ field, filename, contentType, start, end, sha256: sha256.hex });
  }
}
