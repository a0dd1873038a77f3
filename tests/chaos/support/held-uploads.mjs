// @ts-check
import assert from 'node:assert/strict';
import { setTimeout as later } from 'node:timers/promises';
import {
  keysOf,
  sha256,
  startOrigin,
  startScreening,
  until,
} from '../../packed/support/screening.mjs';
import { startFaultPlan } from './fault-plan.mjs';
import { cleanText, eicarText } from './samples.mjs';
/** @import { Received } from '../../packed/support/screening.mjs' */

/** Cloudflare Queues, "Batching, Retries and Delays": with `max_retries = 12`. */
const MOST_DELIVERIES = 13;

/** By which factor the delays of a queue are shortened. */
const HASTE = 100;

/** Reasons why an accepted clean upload may not reach the origin; its status states them. */
const REASONS = ['undetermined', 'holding-failed', 'delivery-unknown', 'origin-unreachable'];

/** How long a client waits for its verdict, ms. */
const WAIT = 1000;

/** Smaller bodies are held in memory until they are pending. */
const MEMORY = 60;

export const upload = {
  /** Held in memory until it is pending. */
  small: () => ({ content: Buffer.from(cleanText().slice(0, MEMORY)), isInfected: false }),
  /** Held in the bucket from the start. */
  large: () => ({ content: Buffer.alloc(5000, cleanText()), isInfected: false }),
  infected: () => ({ content: Buffer.from(eicarText()), isInfected: true }),
};

/**
 * A Worker that holds in a bucket what has to wait, and its origin. Bucket and queue fail as planned.
 * @param {string} gateway
 * @param {{ hasQueue?: boolean, answer?: Parameters<typeof startOrigin>[0] }} [options]
 */
export async function startHolding(gateway, { hasQueue = true, answer } = {}) {
  const plan = await startFaultPlan();
  const origin = await startOrigin(answer);
  const worker = await startScreening({
    gateway,
    origin: origin.address,
    options: { waitFor: WAIT, holding: { memory: MEMORY }, retry: { attempts: 2, baseDelay: 10 } },
    bindings: { FAULTS: plan.address, ...(hasQueue && { QUEUE: 'faulty' }) },
    r2Buckets: ['HOLDING'],
  });
  return {
    plan,
    origin,
    worker,
    stop: async () => void (await Promise.all([worker.stop(), plan.stop(), origin.stop()])),
  };
}

/**
 * An upload, and how it was answered: 0 where it was cut off; `status` is the address to ask, where it was accepted for later.
 * @typedef {{ path: string, content: Buffer<ArrayBuffer>, isInfected: boolean, answered: number, status?: string }} Sent
 */

/**
 * Sends uploads side by side.
 * @param {string} address of a Worker that screens
 * @param {{ content: Buffer<ArrayBuffer>, isInfected: boolean }[]} uploads
 * @returns {Promise<Sent[]>}
 */
export function sendAll(address, uploads) {
  return Promise.all(
    uploads.map(async ({ content, isInfected }) => {
      const path = `/${crypto.randomUUID()}`;
      const response = await fetch(address + path, { method: 'POST', body: content }).catch(
        () => undefined,
      );
      // The connection broke: the client has no response.
      if (!response) return { path, content, isInfected, answered: 0 };
      await response.body?.cancel();
      const location = response.headers.get('location');
      const status = location === null ? undefined : address + location;
      assert.equal(response.status === 202, status !== undefined);
      return { path, content, isInfected, answered: response.status, status };
    }),
  );
}

/**
 * Delivers the messages of a queue, each as often as is said and all of them in that order, and again where the consumer wants
 * it, until there are none.
 * @param {string} address
 * @param {string[]} messages
 * @param {{ copies?: number, most?: number, order?: (ids: string[]) => string[] }} [how] `most`: so many times at most
 */
export async function deliverAll(
  address,
  messages,
  { copies = 1, most = MOST_DELIVERIES, order = (ids) => ids } = {},
) {
  /** @param {string} id */
  async function deliver(id) {
    for (let attempts = 1; attempts <= most; attempts += 1) {
      const init = { method: 'POST', body: JSON.stringify([{ body: { id }, attempts }]) };
      const response = await fetch(`${address}/_queue`, init).catch(() => undefined);
      // If the consumer throws or dies, the message is redelivered.
      const [act] = response?.ok ? await response.json() : [5];
      if (act === 'ack') return;
      await later((act * 1000) / HASTE);
    }
  }
  const ids = Array.from({ length: copies }, () => messages).flat();
  await Promise.all(order(ids).map(deliver));
}

/**
 * Asks for the status of uploads, each as often at a time as is said, until each has come to an end.
 * @param {string[]} statuses
 * @param {{ copies?: number, most?: number }} [how]
 */
export async function askAll(statuses, { copies = 1, most = MOST_DELIVERIES } = {}) {
  /** @param {string} status */
  async function ask(status) {
    for (let attempts = 1; attempts <= most; attempts += 1) {
      const response = await fetch(status);
      await response.text();
      const isOver = response.status < 500 && response.status !== 202;
      if (isOver) return;
      await later(5000 / HASTE);
    }
  }
  await Promise.all(Array.from({ length: copies }, () => statuses.map(ask)).flat());
}

/**
 * What uploads come to in the end, by the addresses of their status. Where a delivery or a message died, that is found out
 * later.
 * @param {Awaited<ReturnType<typeof startScreening>>} worker
 * @param {string[]} statuses
 * @returns {Promise<Map<string, string>>} `delivered`, or the kind of the problem
 */
export async function endsOf(worker, statuses) {
  /** @type {Map<string, string>} */
  let ends = new Map();
  const isEnded = async () => {
    const asked = await Promise.all(statuses.map(async (one) => [one, await stateOf(one)]));
    ends = new Map(/** @type {[string, string][]} */ (asked));
    // `failed` is what a status is answered that could not be looked up for the moment.
    return ![...ends.values()].some((end) => end === 'pending' || end === 'failed');
  };
  if (await isEnded()) return ends;
  await makeOlder(await worker.bucket('HOLDING'));
  await until(isEnded);
  return ends;
}

/** @param {string} status */
async function stateOf(status) {
  const response = await fetch(status);
  const text = await response.text();
  // The origin's own response.
  if (text === 'taken') return 'delivered';
  const { type, status: state } = JSON.parse(text);
  return type ? type.replace('urn:metadefender-wasm:', '') : state;
}

/** Ages all held uploads by two hours. @param {any} bucket */
async function makeOlder(bucket) {
  for (const { key, record } of await recordsIn(bucket)) {
    for (const time of ['since', 'claimed']) if (record[time]) record[time] -= 2 * 3_600_000;
    await bucket.put(key, JSON.stringify(record));
  }
}

/** A bucket's records of the uploads that are or were held in it. @param {any} bucket */
export async function recordsIn(bucket) {
  /** @type {string[]} */
  const keys = (await keysOf(bucket)).filter((/** @type {string} */ key) => key.endsWith('.json'));
  return Promise.all(
    keys.map(async (key) => ({ key, record: await (await bucket.get(key)).json() })),
  );
}

/**
 * Checks what became of uploads: nothing reached the origin unscreened, or twice, and what was accepted has reached it or a
 * state that says why not.
 * @param {Sent} sent
 * @param {Received[]} received
 * @param {string | undefined} end what its status came to
 */
export function assertKept({ path, content, isInfected, answered }, received, end) {
  const arrived = received.filter(({ url }) => url === path);
  const what = `${isInfected ? 'infected' : 'clean'}, answered ${answered}, ${end}`;
  for (const { body, verdict } of arrived) {
    assert.equal(verdict.verdict, 'allowed', what);
    assert.equal(verdict.files[0].sha256, sha256(body), what);
    assert.ok(body.equals(content), what);
  }
  assert.ok(arrived.length <= (isInfected ? 0 : 1), `arrived ${arrived.length} times: ${what}`);
  if (answered === 200) assert.equal(arrived.length, 1, what);
  if (answered >= 400) assert.equal(arrived.length, 0, what);
  if (answered !== 202) return;
  if (end === 'delivered') assert.equal(arrived.length, 1, what);
  else if (isInfected) assert.ok(['blocked', ...REASONS].includes(`${end}`), what);
  else assert.ok(REASONS.includes(`${end}`), what);
  if (arrived.length > 0) assert.ok(['delivered', 'delivery-unknown'].includes(`${end}`), what);
}
