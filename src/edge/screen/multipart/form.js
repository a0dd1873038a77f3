// @ts-check
import { ProblemError } from '../../problem.js';
import { Sha256Sink } from '../sha256-sink.js';
import { MultipartParser } from './parser.js';
/** @import { FileTask } from '../scan-files.js' */
/** @import { ParserEvent } from './parser.js' */
/** @import { ScreenSettings } from '../settings.js' */
/** @import { Part } from './part.js' */

/** Each costs a look-up, and an analysis where it is unknown. */
const MAX_TYPED_FIELDS = 100;

/** A sink that finds what is to be scanned of a form: where they are in the body, and their hashes. */
export class FormSink {
  #parser;
  #maxFiles;
  #maxFieldSize;
  #typedFields;
  #platform;
  #counts = { file: 0, 'typed-field': 0, field: 0 };
  /** @type {{ part: Part, start: number, size: number, sha256?: Sha256Sink } | undefined} */
  #current;
  /** @type {FileTask[]} */
  files = [];

  /**
   * @param {string} boundary
   * @param {Pick<ScreenSettings, 'maxFiles' | 'maxFieldSize' | 'typedFields' | 'platform'>} settings
   */
  constructor(boundary, { maxFiles, maxFieldSize, typedFields, platform }) {
    this.#parser = new MultipartParser(boundary);
    this.#maxFiles = maxFiles;
    this.#maxFieldSize = maxFieldSize;
    this.#typedFields = typedFields;
    this.#platform = platform;
  }

  /** @param {Uint8Array} chunk */
  async write(chunk) {
    for (const event of this.#parser.push(chunk)) {
      if ('part' in event) this.#current = { ...event, size: 0 };
      else if ('bytes' in event) await this.#readContent(event.bytes);
      else await this.#endPart(event.end);
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
  async #readContent(bytes) {
    const current = this.#current;
    if (!current) return;
    current.size += bytes.length;
    if (this.#isScanned(current.part)) {
      if (!current.sha256) this.#count(current.part);
      current.sha256 ??= new Sha256Sink(this.#platform);
      await current.sha256.write(bytes);
    } else if (current.size > this.#maxFieldSize) {
      throw new ProblemError('too-large', {
        detail: `a text field of a form may have ${this.#maxFieldSize} bytes`,
      });
    }
  }

  /** @param {Part} part */
  #count({ kind }) {
    this.#counts[kind] += 1;
    if (this.#counts.file > this.#maxFiles) {
      throw new ProblemError('too-many-files', {
        detail: `a form may have ${this.#maxFiles} files`,
      });
    }
    if (this.#counts['typed-field'] > MAX_TYPED_FIELDS) {
      throw new ProblemError('too-many-files', {
        detail: `a form may have ${MAX_TYPED_FIELDS} text fields with a Content-Type that are scanned`,
      });
    }
  }

  /** @param {Part} part */
  #isScanned({ kind }) {
    return kind === 'file' || (kind === 'typed-field' && this.#typedFields === 'scan');
  }

  /** @param {number} end */
  async #endPart(end) {
    const current = this.#current;
    this.#current = undefined;
    // An empty file is a file field in which the user has chosen nothing.
    if (!current?.sha256) return;
    const { part, start, sha256 } = current;
    await sha256.close();
    const { name: field, filename, contentType, kind } = part;
    this.files.push({
      field,
      filename,
      contentType,
      start,
      end,
      sha256: sha256.hex,
      ...(kind === 'typed-field' && { isText: true }),
    });
  }
}
