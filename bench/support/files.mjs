// @ts-check
import { randomFillSync } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BLOCK = 16 << 20;

/** The files for the measurements, each created on first use. */
export class Files {
  /** @type {Map<string, string[]>} */
  #made = new Map();
  #folder = mkdtempSync(join(tmpdir(), 'metadefender-wasm-bench-'));

  constructor() {
    // If the run is interrupted.
    process.once('exit', () => this.remove());
  }

  /** A file of random bytes. @param {number} size */
  random(size) {
    return this.#one(`random-${size}`, (path) => write(path, size));
  }

  /** A sparse file without any data. @param {number} size */
  sparse(size) {
    return this.#one(`sparse-${size}`, (path) => {
      closeSync(openSync(path, 'w'));
      truncateSync(path, size);
    });
  }

  /** Many files of random bytes. @param {number} count @param {number} size */
  many(count, size) {
    return this.#once(`many-${count}-${size}`, (path) => {
      mkdirSync(path);
      return Array.from({ length: count }, (_, index) => {
        const file = join(path, `${index}.bin`);
        write(file, size);
        return file;
      });
    });
  }

  remove() {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** @param {string} name @param {(path: string) => void} make */
  #one(name, make) {
    const [path] = this.#once(name, (path) => (make(path), [path]));
    return /** @type {string} */ (path);
  }

  /** @param {string} name @param {(path: string) => string[]} make */
  #once(name, make) {
    const paths = this.#made.get(name) ?? make(join(this.#folder, name));
    this.#made.set(name, paths);
    return paths;
  }
}

/** @param {string} path @param {number} size */
function write(path, size) {
  const file = openSync(path, 'w');
  const block = Buffer.allocUnsafe(Math.min(BLOCK, size));
  for (let left = size; left > 0; left -= block.length) {
    writeSync(file, randomFillSync(block), 0, Math.min(left, block.length));
  }
  closeSync(file);
}
