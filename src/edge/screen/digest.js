// @ts-check

/** The SHA-256 of what is written to it, computed by the platform: wasm would cost ten times the CPU time. */
export class Sha256 {
  #stream = new crypto.DigestStream('SHA-256');
  #writer = this.#stream.getWriter();
  /** Hexadecimal, once it is closed. */
  hex = '';

  constructor() {
    // Of one that is aborted nobody asks for it.
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
