// @ts-check
import { finished } from '../../behaviour/reports.js';
import { r2Event } from './bucket-events.mjs';
import { keysOf, SECRET } from './screening.mjs';
import { startWorker } from './worker.mjs';

/** The secret of event senders. */
export const EVENT_SECRET = 'a-secret-of-whoever-sends-events-32+';

/** The queue's own buckets, in workerd R2's. */
const BUCKETS = ['INBOX', 'CLEAN', 'QUARANTINE'];

/**
 * A Worker that screens what lands in a bucket.
 * @param {{ gateway: string, options?: object, bindings?: object } & Record<string, unknown>} options those of screenBucket as JSON, and
 *   those of Miniflare
 */
export async function startBucketScreening({ gateway, options, bindings, ...miniflare }) {
  const worker = await startWorker('edge/bucket.js', {
    bindings: { GATEWAY: gateway, SECRET, OPTIONS: options ?? {}, ...bindings },
    r2Buckets: BUCKETS,
    ...miniflare,
  });
  const address = worker.address.replace(/\/$/, '');

  /** @param {string} path @param {unknown} body @returns {Promise<any>} */
  async function post(path, body) {
    const response = await fetch(`${address}/${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return text ? JSON.parse(text) : undefined;
  }

  return {
    ...worker,
    address,
    /** @param {string} key @param {string | Uint8Array} content @param {object} [options] */
    async put(key, content, options) {
      const value = typeof content === 'string' ? content : Uint8Array.from(content);
      return (await worker.bucket('INBOX')).put(key, value, options);
    },
    /**
     * Gives the consumer messages, and answers what it did with each: `'ack'`, or the seconds of its delay.
     * @param {...{ body: unknown, attempts?: number }} messages
     * @returns {Promise<('ack' | number)[]>}
     */
    queue: (...messages) => post('queue', messages.map(withAttempts)),
    /** @param {...{ body: unknown, attempts?: number }} messages @returns {Promise<('ack' | number)[]>} */
    deadLetters: (...messages) => post('dead-letters', messages.map(withAttempts)),
    /** @param {unknown} body @param {object} [info] */
    receive: (body, info) => post('receive', { body, info }),
    /** The message that an object was created. @param {string} key @param {number} [attempts] */
    made: async (key, attempts = 1) => (await post('queue', [{ body: r2Event(key), attempts }]))[0],
    /** @param {string} name @returns {Promise<string[]>} */
    keys: async (name) => (await keysOf(await worker.bucket(name))).sort(),
    /** @param {string} name @param {string} key @returns {Promise<string | undefined>} */
    async text(name, key) {
      const object = await (await worker.bucket(name)).get(key);
      return object ? Buffer.from(await object.arrayBuffer()).toString('latin1') : undefined;
    },
    /** The result of `verifyVerdict` for an object in the clean bucket. @param {string} key */
    verified: (key) => post(`verified?key=${encodeURIComponent(key)}`, {}),
    /** What was read of the inbox and what was told, since this was asked last. */
    async seen() {
      const all = await post('seen', {});
      await post('forget', {});
      return all;
    },
  };
}

/** @param {{ body: unknown, attempts?: number }} message */
const withAttempts = ({ body, attempts = 1 }) => ({ body, attempts });

/** A report of MetaDefender's on the file that is asked for by its hash. @param {import('node:http').IncomingMessage} request */
export function knownClean({ url = '' }) {
  return { ...finished('Allowed', 0), file_info: { sha256: url.split('/')[2] } };
}

/** @param {string} [id] */
export function blocked(id) {
  const { file_info: _, ...report } = finished('Blocked', 1);
  return { ...report, data_id: id };
}
