// @ts-check
// What is done ten thousand times, in any runtime. Each is a function that makes the work against
// one gateway: called with a number, it does one piece.
import { connect, createHasher } from 'metadefender-wasm';
import { signal } from './observe.js';

const EICAR = String.raw`X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`;
const AT_ONCE = { initialDelay: 1, maxDelay: 5 };

/** How many calls are under way at a time. */
const CONCURRENCY = 24;

/** A text that nobody has scanned before. */
const fresh = () => `harmless ${Math.random().toString(36)} ${Math.random().toString(36)}`;

const PHASES = /** @type {const} */ (['before', 'hash', 'lookup', 'upload', 'queue', 'scan']);

/** @type {Record<string, (baseUrl: string) => Promise<(index: number) => Promise<void>>>} */
const workloads = {
  /** Of ten files, seven are known; one is new, one infected, one a stream. */
  async scans(baseUrl) {
    const metadefender = await connect({ baseUrl });
    return async (index) => {
      const options = { signal, poll: AT_ONCE, onProgress() {} };
      const bytes = new TextEncoder().encode(index % 10 === 0 ? fresh() : `known ${index % 7}`);
      if (index % 10 === 1) {
        const { verdict } = await metadefender.scan(new Blob([EICAR]), options);
        return expect(verdict, 'blocked');
      }
      const streamed = { ...options, contentLength: bytes.length };
      const { verdict } =
        index % 10 === 2
          ? await metadefender.scan(new Blob([bytes]).stream(), streamed)
          : await metadefender.scan(index % 2 ? new Blob([bytes]) : bytes, options);
      expect(verdict, 'allowed');
    };
  },

  /** In each phase as often: half of them as it begins, half of them soon after. */
  async 'aborted scans'(baseUrl) {
    const metadefender = await connect({ baseUrl });
    return async (index) => {
      const phase = PHASES[index % PHASES.length];
      const soonAfter = Math.floor(index / PHASES.length) % 2 === 1;
      const controller = new AbortController();
      const abort = () => controller.abort();
      if (phase === 'before') abort();
      const scan = metadefender.scan(new Blob([fresh()]), {
        signal: controller.signal,
        poll: AT_ONCE,
        onProgress(progress) {
          if (progress.phase !== phase) return;
          if (soonAfter) setTimeout(abort);
          else abort();
        },
      });
      const outcome = await scan.then(
        () => 'done',
        (error) => error.name,
      );
      expect(outcome, 'AbortError');
    };
  },

  async 'clients that nobody frees'(baseUrl) {
    return async () => {
      await connect({ baseUrl, apiKey: 'a key', headers: { 'x-proxy': 'a header' } });
    };
  },

  async 'hashers that nobody frees'() {
    return async (index) => {
      const hasher = await createHasher(['md5', 'sha512']);
      hasher.update(new Uint8Array(index % 100));
    };
  },
};

/**
 * Does so many pieces of a workload.
 *
 * @param {string} name
 * @param {string} baseUrl
 * @param {number} count
 */
export async function work(name, baseUrl, count) {
  const piece = await workloads[name]?.(baseUrl);
  if (!piece) throw new Error(`there is no workload "${name}"`);
  let next = 0;
  const worker = async () => {
    while (next < count) await piece(next++);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}

/** @param {unknown} actual @param {unknown} expected */
function expect(actual, expected) {
  if (actual !== expected) throw new Error(`expected ${expected}, and got ${actual}`);
}
