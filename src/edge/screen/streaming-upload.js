// @ts-check
/** @import { MetaDefender } from 'metadefender-wasm' */
/** @import { Platform } from '../edge.js' */

/** A sink that uploads a file to MetaDefender while it comes in. */
export class StreamingUpload {
  #writer;
  #toleratesFailure;
  /** The id of its analysis. @type {Promise<string>} */
  dataId;

  /**
   * @param {MetaDefender} client
   * @param {Platform} platform
   * @param {object} options
   * @param {number} options.length
   * @param {string} [options.filename]
   * @param {AbortSignal} options.signal
   * @param {boolean} options.toleratesFailure whether the body is still needed if the upload fails
   */
  constructor(client, platform, { length, filename, signal, toleratesFailure }) {
    const { readable, writable } = platform.fixedLengthStream(length);
    this.#writer = writable.getWriter();
    this.#writer.closed.catch(() => {});
    this.#toleratesFailure = toleratesFailure;
    this.dataId = client
      .analyze(readable, { contentLength: length, filename, signal })
      .then(({ dataId }) => dataId);
    // After a failure nobody reads the stream any more.
    this.dataId.catch((error) => this.abort(error));
  }

  /** @param {Uint8Array} bytes */
  write(bytes) {
    return this.#orCause(this.#writer.write(bytes));
  }

  close() {
    return this.#orCause(this.#writer.close());
  }

  /** @param {unknown} reason */
  async abort(reason) {
    await this.#writer.abort(reason).catch(() => {});
  }

  /** Throws the error of the upload rather than that of the broken stream. @param {Promise<void>} written */
  async #orCause(written) {
    try {
      await written;
    } catch (error) {
      if (this.#toleratesFailure) return;
      await this.dataId;
      throw error;
    }
  }
}
