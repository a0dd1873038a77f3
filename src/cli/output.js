// @ts-check
import { once } from 'node:events';
import { createWriteStream, openSync } from 'node:fs';
import { Failure } from './failure.js';

/** The destination of a report: a file or stdout. */
export class Output {
  #stream;
  /** @type {Error | undefined} */
  #error;

  /** @param {string} [file] */
  constructor(file) {
    /** The file descriptor. */
    this.descriptor = file === undefined ? process.stdout.fd : open(file);
    this.#stream =
      file === undefined ? process.stdout : createWriteStream('', { fd: this.descriptor });
    this.isTerminal = file === undefined && process.stdout.isTTY === true;
    this.hasColors = this.isTerminal && process.stdout.hasColors();
    // Thrown by the next write, or at the end.
    this.#stream.on('error', (error) => (this.#error ??= error));
  }

  /** Writes, and waits while the reader is slow. @param {string} text */
  async write(text) {
    if (text === '' || this.#error) return;
    if (!this.#stream.write(text)) {
      await Promise.race([once(this.#stream, 'drain'), once(this.#stream, 'close')]).catch(
        () => {},
      );
    }
  }

  /** Waits until everything is written. Rejects if a write has failed. */
  async end() {
    const stream = this.#stream;
    await new Promise((resolve) => {
      if (this.#error) return resolve(undefined);
      stream.once('error', resolve);
      if (stream === process.stdout) stream.write('', () => resolve(undefined));
      else stream.end(() => resolve(undefined));
    });
    if (!this.#error) return;
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (this.#error);
    if (code === 'EPIPE') throw new Failure('the reader of the report went away before its end');
    throw new Failure(`the report cannot be written: ${message}`);
  }
}

/** @param {string} file */
function open(file) {
  try {
    return openSync(file, 'w');
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new Failure(`${file} cannot be written: ${code ?? message}`);
  }
}
