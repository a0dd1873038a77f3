// @ts-check

/** A sink that computes a SHA-256. The platform does it: wasm would cost ten times the CPU time. */
export class Sha256 {
  #stream = new crypto.DigestStream('SHA-256');
  #writer = this.#stream.getWriter();
  /** Hexadecimal, after `close`. */
  hex = '';

  constructor() {
    // Nobody awaits the digest of an aborted stream.
    this.#stream.digest.catch(() => {});
  }

  /** @param {Uint8Array} bytes */
  write(bytes) {
    return this.#writer.write(bytes);
  }

  async close() {
    await this.#writer.close();
    const digest = new Uint8Array(await this.#stream.digest);
    this.hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  /** @param {unknown} reason */
  async abort(reason) {
    await this.#writer.abort(reason).catch(() => {});
  }
}
