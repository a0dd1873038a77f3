// @ts-check
/** @import { MetaDefender } from 'metadefender-wasm' */

/** A sink that submits a file while it comes in. */
export class Upload {
  #writer;
  #isTolerant;
  /** The id of its analysis. @type {Promise<string>} */
  dataId;

  /**
   * @param {MetaDefender} client
   * @param {object} options
   * @param {number} options.length
   * @param {string} [options.filename]
   * @param {AbortSignal} options.signal
   * @param {boolean} options.isTolerant whether the body is wanted even where the upload fails
   */
  constructor(client, { length, filename, signal, isTolerant }) {
    const { readable, writable } = new FixedLengthStream(length);
    this.#writer = writable.getWriter();
    this.#writer.closed.catch(() => {});
    this.#isTolerant = isTolerant;
    this.dataId = client
      .analyze(readable, { contentLength: length, filename, signal })
      .then(({ dataId }) => dataId);
    // Nobody reads any more what is written from now on.
    this.dataId.catch((error) => this.abort(error));
  }

  /** @param {Uint8Array} bytes */
  write(bytes) {
    return this.#orWhy(this.#writer.write(bytes));
  }

  close() {
    return this.#orWhy(this.#writer.close());
  }

  /** @param {unknown} reason */
  async abort(reason) {
    await this.#writer.abort(reason).catch(() => {});
  }

  /** A pipe that breaks says less than the upload that broke it. @param {Promise<void>} written */
  async #orWhy(written) {
    try {
      await written;
    } catch (error) {
      if (this.#isTolerant) return;
      await this.dataId;
      throw error;
    }
  }
}
