// @ts-check
// The module worker in which a page has large files hashed. It has no glue: the functions of the module that
// it calls take numbers and answer numbers.
import { chunksOf } from '../host/chunks.js';
import { HostFailure } from '../host/failure.js';
import { whole } from '../host/web-crypto.js';
import { Source } from '../host/source.js';

/** @typedef {import('./hash-workers.js').Job} Job */

/** Chunks that may be on their way to the next worker. */
const AHEAD = 4;
/** How many bytes cross into the memory of the module at once. */
const COPY = 16 << 10;
/** In the module's order, with the length of a hash in hexadecimal digits. */
/** @type {[string, number][]} */
const ALGORITHMS = [
  ['md5', 32],
  ['sha1', 40],
  ['sha256', 64],
  ['sha512', 128],
];

onmessage = async (/** @type {MessageEvent<Job>} */ event) => {
  const job = event.data;
  report({ read: 0 });
  try {
    if (job.isNative) return report(await byWebCrypto(job));
    const hasher = new Hasher(job);
    if (job.source) await hashRelayed(job.source, hasher);
    else if (!(await hashFile(job, hasher))) return;
    report({ hashes: hasher.end() });
  } catch {
    report({ failed: true });
  }
};

/** @param {import('./hash-workers.js').Report} report */
function report(report) {
  postMessage(report);
}

/**
 * @param {Job} job
 * @returns {Promise<import('./hash-workers.js').Report>}
 */
async function byWebCrypto({ file, algorithms }) {
  try {
    const hashes = await whole(sourceOf(file), algorithms);
    return hashes ? { hashes } : { failed: true };
  } catch (cause) {
    return { unreadable: causeOf(cause) };
  }
}

/** @param {Job['file']} file */
function sourceOf(file) {
  const { content, length } = /** @type {NonNullable<Job['file']>} */ (file);
  return new Source(content, length);
}

/** What can be told to another thread. @param {unknown} failure */
const causeOf = (failure) => (failure instanceof HostFailure ? failure.cause : failure);

/**
 * @param {Job} job
 * @param {Hasher} hasher
 * @returns {Promise<boolean>} whether it could be read
 */
async function hashFile({ file, relay }, hasher) {
  const chunks = chunksOf(sourceOf(file), true);
  const passed = relay && passedTo(relay);
  let read = 0;
  for (;;) {
    let chunk;
    try {
      chunk = await chunks.next();
    } catch (cause) {
      chunks.cancel();
      report({ unreadable: causeOf(cause) });
      return false;
    }
    if (!chunk) break;
    hasher.update(chunk);
    report({ read: (read += chunk.length) });
    await passed?.(chunk);
  }
  chunks.cancel();
  relay?.postMessage(null);
  return true;
}

/**
 * Passes chunks on, but not faster than they are taken.
 * @param {MessagePort} relay
 */
function passedTo(relay) {
  let room = AHEAD;
  /** @type {(() => void) | undefined} */
  let wake;
  relay.onmessage = () => {
    room += 1;
    wake?.();
  };
  return async (/** @type {Uint8Array} */ chunk) => {
    relay.postMessage(chunk, [chunk.buffer]);
    room -= 1;
    if (room === 0) await new Promise((resolve) => (wake = () => resolve(undefined)));
  };
}

/**
 * @param {MessagePort} source
 * @param {Hasher} hasher
 */
function hashRelayed(source, hasher) {
  return new Promise((resolve, reject) => {
    source.onmessage = (event) => {
      const chunk = event.data;
      if (!chunk) {
        // Or else it lives as long as this worker, and the hasher with it.
        source.close();
        return resolve(undefined);
      }
      try {
        hasher.update(chunk);
        source.postMessage(null);
      } catch (cause) {
        reject(cause);
      }
    };
  });
}

/** The module's own hash functions, in an instance of their own. */
class Hasher {
  #functions;
  #algorithms;
  #input;

  /** @param {Job} job */
  constructor({ module, names, algorithms }) {
    const { exports } = new WebAssembly.Instance(module, nothingOf(module));
    const entries = Object.entries(names).map(([name, short]) => [name, exports[short]]);
    this.#functions = Object.fromEntries(entries);
    this.#algorithms = ALGORITHMS.filter(([name]) => algorithms.includes(name));
    const bit = (/** @type {string} */ name) =>
      1 << ALGORITHMS.findIndex(([other]) => other === name);
    this.#input = this.#functions.hash_begin(algorithms.reduce((set, name) => set | bit(name), 0));
  }

  /** @param {Uint8Array} bytes */
  update(bytes) {
    for (let start = 0; start < bytes.length; start += COPY) {
      const part = bytes.subarray(start, start + COPY);
      this.#memory(part.length).set(part);
      this.#functions.hash_update(part.length);
    }
  }

  /** @returns {Record<string, string>} */
  end() {
    this.#functions.hash_end();
    const lengths = this.#algorithms.map(([, length]) => length);
    const all = lengths.reduce((sum, length) => sum + length, 0);
    const text = String.fromCharCode(...this.#memory(all));
    let start = 0;
    const hashes = this.#algorithms.map(([name, length]) => [
      name,
      text.slice(start, (start += length)),
    ]);
    return Object.fromEntries(hashes);
  }

  /** @param {number} length */
  #memory(length) {
    return new Uint8Array(this.#functions.memory.buffer, this.#input >>> 0, length);
  }
}

/**
 * What the module imports, none of which its hash functions call.
 * @param {WebAssembly.Module} module
 */
function nothingOf(module) {
  /** @type {Record<string, Record<string, () => void>>} */
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    (imports[from] ??= {})[name] = () => {};
  }
  return imports;
}
