// @ts-check
/** @import { Sha256 } from '../edge.js' */

/**
 * A SHA-256 that workerd computes: wasm would cost ten times the CPU time.
 * @implements {Sha256}
 */
export class WorkersSha256 {
  #stream = new crypto.DigestStream('SHA-256');
  #writer = this.#stream.getWriter();

  constructor() {
    // Nobody awaits the digest of an aborted stream.
    this.#stream.digest.catch(() => {});
  }

  /** @param {Uint8Array} bytes */
  write(bytes) {
    return this.#writer.write(bytes);
  }

  async digest() {
    await this.#writer.close();
    return new Uint8Array(await this.#stream.digest);
  }

  /** @param {unknown} reason */
  async abort(reason) {
    await this.#writer.abort(reason).catch(() => {});
  }
}
