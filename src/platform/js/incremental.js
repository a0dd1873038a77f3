import { runtime } from './runtime.js';
import { NAMES, hex, named } from './web-crypto.js';

/** @typedef {import('./hash-chunks.js').ChunkHasher} ChunkHasher */

const host = /** @type {any} */ (globalThis);

/**
 * The hash functions of the runtime that take a file in chunks; none in browsers.
 * @param {string[]} algorithms
 * @returns {ChunkHasher | undefined}
 */
export function incremental(algorithms) {
  try {
    if (runtime() === 'browser') return undefined;
    return runtime() === 'workerd' ? digestStreams(algorithms) : nodeHashes(algorithms);
  } catch {
    // Node 20.15 has no `getBuiltinModule`; in FIPS mode OpenSSL refuses MD5.
    return undefined;
  }
}

/** @param {string[]} algorithms @returns {ChunkHasher} */
function nodeHashes(algorithms) {
  const { createHash } = host.process.getBuiltinModule('node:crypto');
  const hashes = algorithms.map((name) => createHash(name));
  return {
    write(chunk) {
      for (const hash of hashes) hash.update(chunk);
    },
    end: () =>
      named(
        algorithms,
        hashes.map((hash) => hash.digest('hex')),
      ),
  };
}

/** @param {string[]} algorithms @returns {ChunkHasher} */
function digestStreams(algorithms) {
  const streams = algorithms.map((name) => new host.crypto.DigestStream(NAMES[name]));
  // The digest of an abandoned stream rejects, which must not count as unhandled.
  for (const { digest } of streams) digest.catch(() => {});
  const writers = streams.map((stream) => stream.getWriter());
  const each = (/** @type {(writer: any) => Promise<unknown>} */ act) =>
    writers.length === 1 ? act(writers[0]) : Promise.all(writers.map(act));
  return {
    write: (chunk) => each((writer) => writer.write(chunk)),
    async end() {
      await each((writer) => writer.close());
      const digests = await Promise.all(streams.map(({ digest }) => digest));
      return named(algorithms, digests.map(hex));
    },
  };
}
