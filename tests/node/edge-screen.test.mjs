// @ts-check
// What the requests of an isolate share, and how long they wait.
import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import { workers } from '../../src/edge/platform/workers.js';
import { MemoryShare } from '../../src/edge/screen/holding/isolate-memory.js';
import { MemoryHolding } from '../../src/edge/screen/holding/memory.js';
import { ProblemError } from '../../src/edge/problem.js';
import { proxySettings } from '../../src/edge/proxy/settings.js';
import { pump } from '../../src/edge/pump.js';
import { preScreen } from '../../src/edge/screen/pre-screen.js';
import { screenSettings } from '../../src/edge/screen/settings.js';
import { toNext } from '../../src/edge/server/node-request/node-handler.js';
import { nodePlatform } from '../../src/edge/server/node-platform.js';
import { withTimeout } from '../../src/edge/with-timeout.js';

const forever = () => new Promise(() => {});

describe('the memory of an isolate', () => {
  test('is released by requests that died', () => {
    mock.timers.enable({ apis: ['Date'] });
    try {
      const [dead, used, next] = [new MemoryShare(100), new MemoryShare(100), new MemoryShare(100)];
      assert(dead.grow(50) && used.grow(50));
      mock.timers.tick(200_000);
      used.use();
      mock.timers.tick(200_000);
      assert.equal(next.grow(60), false);
      assert.equal(next.grow(50), true);
      // Late, and for nothing.
      dead.release();
      assert.equal(new MemoryShare(100).grow(1), false);
      for (const share of [used, next]) share.release();
      assert.equal(new MemoryShare(100).hasRoomFor(100), true);
    } finally {
      mock.timers.reset();
    }
  });

  test('is not reserved for bytes that are only announced', async () => {
    for (const holdsBlobs of [true, false]) {
      const shares = [0, 1].map(() => new MemoryShare(1 << 20));
      const [one, two] = shares.map(
        (share) => new MemoryHolding(share, { length: 1 << 20, limit: 1 << 20, holdsBlobs }),
      );
      one?.write(new Uint8Array(1));
      const body = new Uint8Array(1 << 19).map((_, index) => index);
      two?.write(body);
      two?.close();
      const held = await new Response(two?.body()).arrayBuffer();
      assert.deepEqual(new Uint8Array(held), body);
      for (const holding of [one, two]) await holding?.drop();
      assert(new MemoryShare(1 << 20).hasRoomFor(1 << 20));
    }
  });
});

describe('options', () => {
  const least = { baseUrl: 'https://a', secret: 'x'.repeat(32), platform: workers };

  test('that cannot be are refused', () => {
    for (const options of [
      { subrequests: 9 },
      { maxsize: 1000 },
      { holding: { buckets: {} } },
      { store: { bucket: { put() {} }, keys: () => 'x' } },
      { subrequests: Infinity },
      { maxSize: NaN },
      { maxFiles: '10' },
      { store: {} },
      { store: { bucket: {} } },
      { store: { bucket: { put() {} } }, maxFiles: 21 },
      { undetermined: 'forward' },
      { queue: {}, holding: { bucket: {} } },
      { holding: { bucket: {} } },
      { typedFields: 'ignore' },
    ]) {
      const all = /** @type {any} */ ({ ...least, ...options });
      assert.throws(() => screenSettings(all), { code: 'invalid-input' }, JSON.stringify(options));
    }
  });

  test('with a missing binding or secret are refused, and the error names it', () => {
    const bucket = { put() {} };
    for (const missing of [undefined, null]) {
      for (const [options, name] of /** @type {[object, string][]} */ ([
        [{ secret: missing }, 'secret'],
        [{ secret: [least.secret, missing] }, 'secret'],
        [{ origin: missing }, 'origin'],
        [{ queue: missing, holding: { bucket } }, 'queue'],
        [{ holding: missing }, 'holding'],
        [{ holding: { bucket: missing } }, 'holding.bucket'],
        [{ store: missing }, 'store'],
        [{ platform: missing }, 'platform'],
        [{ store: { bucket: missing } }, 'store.bucket'],
      ])) {
        const all = /** @type {any} */ ({ ...least, ...options });
        const message = new RegExp(`^${name} has`);
        assert.throws(() => screenSettings(all), { code: 'invalid-input', message });
      }
    }
    // Some gateways need no key.
    screenSettings({
      ...least,
      apiKey: undefined,
      holding: { bucket: /** @type {any} */ (bucket) },
    });
  });

  test('without a platform are refused outside Workers', () => {
    const { platform, ...none } = least;
    const message = /nodePlatform/;
    assert.throws(() => screenSettings(none), { code: 'invalid-input', message });
    assert.throws(() => proxySettings(none), { code: 'invalid-input', message });
    const wrong = { ...none, platform: /** @type {any} */ ({}) };
    assert.throws(() => screenSettings(wrong), { code: 'invalid-input', message });
  });

  test('of a server name what is guessed nowhere else: where it goes, and whom to count for', () => {
    const server = { ...least, platform: nodePlatform() };
    const bucket = /** @type {any} */ ({ put() {} });
    const queue = { send: async () => {} };
    const requests = { limit: async () => ({ success: true }) };
    /** @param {object} options @param {RegExp} message */
    const refused = (options, message) => {
      const all = { ...server, ...options };
      assert.throws(() => screenSettings(all), { code: 'invalid-input', message });
    };
    refused({}, /origin has to be given/);
    refused({ origin: toNext, queue, holding: { bucket } }, /toNext .* no queue/);
    screenSettings({ ...server, origin: toNext, holding: { bucket } });
    screenSettings({ ...server, store: { bucket } });
    const message = /rateLimit needs a key/;
    const limited = { ...server, rateLimit: { requests } };
    assert.throws(() => proxySettings(limited), { code: 'invalid-input', message });
    proxySettings({ ...server, rateLimit: { requests, key: () => 'a' } });
    proxySettings({ ...server, platform: workers, rateLimit: { requests } });
  });

  test('may have a listener that fails', async () => {
    for (const onError of [() => assert.fail(), async () => assert.fail()]) {
      screenSettings({ ...least, onError }).onError('x');
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  });
});

test('a Retry-After is at most a day', () => {
  const { headers } = new ProblemError('undetermined', { retryAfter: 1e12 }).response();
  assert.equal(headers.get('retry-after'), '86400');
});

describe('a promise that never settles', () => {
  test('is awaited until a deadline, or until nobody waits', async () => {
    const { signal } = new AbortController();
    /** @type {AbortSignal | undefined} */
    let told;
    const late = withTimeout(20, signal, (signal) => ((told = signal), forever()));
    await assert.rejects(late, { message: /nothing came/ });
    assert(told?.aborted);
    const client = new AbortController();
    const gone = withTimeout(60_000, client.signal, forever);
    client.abort(new Error('gone'));
    await assert.rejects(gone, { message: 'gone' });
    assert.equal(await withTimeout(60_000, signal, () => 'there'), 'there');
  });
});

describe('a body', () => {
  const options = {
    ...{ baseUrl: 'https://a.example', secret: 'x'.repeat(32), platform: nodePlatform() },
    origin: async () => assert.fail('nothing is sent on'),
  };
  /** @param {BodyInit | null} body @param {Record<string, string>} headers */
  const post = (body, headers) =>
    new Request('https://b.example/', {
      ...{ method: 'POST', headers, body },
      ...{ duplex: 'half' },
    });

  test('that its server has already read is not mistaken for an empty one', async () => {
    for (const [name, value] of /** @type {[string, string][]} */ ([
      ['content-length', '5'],
      ['transfer-encoding', 'chunked'],
    ])) {
      const headers = new Headers([[name, value]]);
      const request = { ...{ method: 'POST', url: 'https://b.example/', headers, body: null } };
      const { signal } = new AbortController();
      const answer = await preScreen(options)(/** @type {any} */ ({ ...request, signal }));
      assert.equal(answer.status, 400, name);
    }
  });

  test('that exceeds a limit of its server is too large', async () => {
    const body = new ReadableStream({
      pull: (controller) => controller.error(Object.assign(new Error('large'), { status: 413 })),
    });
    const answer = await preScreen(options)(post(body, {}));
    assert.equal(answer.status, 413);
    assert.match(await answer.text(), /urn:metadefender-wasm:too-large/);
  });

  test('is read ahead while it is written, up to a limit, and arrives unchanged', async () => {
    let read = 0;
    const body = new ReadableStream(
      {
        pull(controller) {
          read += 1;
          if (read > 100) controller.close();
          else controller.enqueue(new Uint8Array(10_000).fill(read));
        },
      },
      { highWaterMark: 0 },
    );
    /** @type {number[]} */
    const written = [];
    const sink = {
      /** @param {Uint8Array} bytes */
      async write(bytes) {
        await new Promise(setImmediate);
        // 64 KiB, and the chunk that exceeds them.
        assert(read * 10_000 - written.length - bytes.length < (64 << 10) + 20_000);
        for (const byte of bytes) written.push(byte);
      },
      close() {},
      abort() {},
    };
    const { signal } = new AbortController();
    assert.equal(await pump(body, [sink], { signal, platform: nodePlatform() }), 1_000_000);
    assert(written.every((byte, index) => byte === 1 + Math.floor(index / 10_000)));
  });

  test('that trickles is too slow', async () => {
    /** @type {ReturnType<typeof setInterval> | undefined} */
    let drops;
    const body = new ReadableStream({
      type: 'bytes',
      start: (controller) => {
        drops = setInterval(() => controller.enqueue(new Uint8Array(2)), 10);
      },
      cancel: () => clearInterval(drops),
    });
    const { signal } = new AbortController();
    await assert.rejects(pump(body, [], { signal, grace: 100 }), { kind: 'too-slow' });
  });

  test('is never awaited for longer than the slowest allowed client takes', async () => {
    /** What workerd's own reader was asked for. @type {{ min: number, room: number }[]} */
    const asked = [];
    let left = 40;
    const reader = {
      /** @param {number} min @param {Uint8Array} view */
      async readAtLeast(min, view) {
        asked.push({ min, room: view.length });
        return { done: left === 0, value: left-- > 0 ? view : view.subarray(0, 0) };
      },
    };
    const body = /** @type {any} */ ({ getReader: () => reader });
    const { signal } = new AbortController();
    const size = await pump(body, [], { signal });
    // 1 KiB a second, for the 60 s after which a client counts as idle.
    assert.equal(Math.max(...asked.map(({ min }) => min)), 60 << 10);
    // All chunks that are already available are included.
    assert.equal(asked.at(-1)?.room, 512 << 10);
    assert.equal(
      size,
      asked.slice(0, -1).reduce((sum, { room }) => sum + room, 0),
    );
  });

  test('that is not a byte stream is read, and is ended properly if it fails', async () => {
    const { signal } = new AbortController();
    /** @type {unknown[]} */
    const got = [];
    const sink = {
      write: (/** @type {Uint8Array} */ bytes) => got.push(String(Buffer.from(bytes))),
      close: () => got.push('closed'),
      abort: () => got.push('aborted'),
    };
    const stream = () =>
      new ReadableStream({
        start(controller) {
          for (const text of ['ab', 'c']) controller.enqueue(Buffer.from(text));
          controller.close();
        },
      });
    assert.equal(await pump(stream(), [sink], { signal }), 3);
    assert.deepEqual(got.splice(0), ['ab', 'c', 'closed']);
    const locked = stream();
    locked.getReader();
    await assert.rejects(pump(locked, [sink], { signal }), TypeError);
    assert.deepEqual(got, ['aborted']);
  });
});
