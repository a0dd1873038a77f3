// @ts-check
import { hexadecimal } from '../hexadecimal.js';
/** @import { Platform } from '../edge.js' */

/** A sink that computes a SHA-256, which the platform does. */
export class Sha256Sink {
  #sha256;
  /** Hexadecimal, after `close`. */
  hex = '';

  /** @param {Platform} platform */
  constructor(platform) {
    this.#sha256 = platform.sha256();
  }

  /** @param {Uint8Array} bytes */
  write(bytes) {
    return this.#sha256.write(bytes);
  }

  async close() {
    this.hex = hexadecimal(await this.#sha256.digest());
  }

  /** @param {unknown} reason */
  abort(reason) {
    return this.#sha256.abort?.(reason);
  }
}
