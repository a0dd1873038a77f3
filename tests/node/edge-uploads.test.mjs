// @ts-check
// An upload through scanProxy ends, whichever side stops. The rest is in tests/packed/edge.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { scanProxy } from '../../src/edge/proxy/scan-proxy.js';
import { fixedLengthStreams } from '../support/fixed-length-stream.mjs';

const ID = '61dffeaa728844adbf49eb090e4ece0e';

beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
afterEach(() => mock.timers.reset());

/** Lets all pending tasks run. */
async function settle() {
  for (let turn = 0; turn < 500; turn += 1) await new Promise(setImmediate);
}

/**
 * An upload through the proxy, to a service of the test.
 * @param {object} how
 * @param {ReadableStream<Uint8Array> | string} how.body
 * @param {number} how.length
 * @param {(init: RequestInit) => Promise<Response>} how.answer of the service to the upload
 */
async function upload({ body, length, answer }) {
  const visitor = new AbortController();
  /** @type {string[]} */
  const told = [];
  /** @type {string[]} */
  const asked = [];
  /** @type {AbortSignal | undefined} */
  let signal;
  const handler = scanProxy({
    baseUrl: 'https://service.test',
    secret: 'a secret of the tests, which is long enough',
    onError: (message) => void told.push(message),
    fetch: async (url, init) => {
      asked.push(new URL(url).pathname);
      if (!url.endsWith('/file')) return Response.json({});
      signal ??= /** @type {AbortSignal} */ (init.signal);
      const ended = new Promise((_, reject) => {
        signal?.addEventListener('abort', () => reject(signal?.reason));
      });
      return Promise.race([answer(init), ended]);
    },
  });
  const request = new Request('https://page.test/scan/file', {
    method: 'POST',
    body,
    headers: { 'content-length': String(length) },
    signal: visitor.signal,
    ...{ duplex: 'half' },
  });
  /** @type {Promise<unknown>[]} */
  const background = [];
  const context = { waitUntil: (/** @type {Promise<unknown>} */ task) => background.push(task) };
  /** @type {Response | undefined} */
  let response;
  Promise.resolve(handler(request, {}, context)).then((value) => (response = value));
  await settle();
  return {
    visitor,
    told,
    asked,
    background,
    response: () => response,
    isEndedUpstream: () => signal?.aborted,
  };
}

const never = () => new Promise(() => {});
const accepted = async () => Response.json({ data_id: ID });

/** A body that starts and then stalls. */
const halted = () =>
  new ReadableStream({
    type: 'bytes',
    start: (controller) => controller.enqueue(new Uint8Array(3)),
  });

test('an upload that MetaDefender does not answer is awaited for two minutes plus a second per MiB', async () => {
  for (const [body, length, ms] of /** @type {[string, number, number][]} */ ([
    ['abc', 3, 120_000],
    ['a'.repeat(5 << 20), 5 << 20, 125_120],
  ])) {
    const state = await upload({ body, length, answer: never });
    mock.timers.tick(ms - 1);
    await settle();
    assert.equal(state.response(), undefined);
    mock.timers.tick(1);
    await settle();
    assert.equal(state.response()?.status, 504);
    assert.equal(state.response()?.headers.get('content-type'), 'application/problem+json');
    const message = 'MetaDefender did not respond in time';
    assert.deepEqual(await state.response()?.json(), {
      status: 504,
      detail: message,
      err: message,
    });
    assert.match(state.told.join(), /^POST \/file: MetaDefender did not respond in time: /);
    assert.equal(state.isEndedUpstream(), true);
    // Nothing is left for the Worker to wait for.
    await Promise.all(state.background);
  }
});

test('an upload whose body stalls is awaited for a minute', async () => {
  const state = await upload({ body: halted(), length: 10, answer: never });
  mock.timers.tick(59_999);
  await settle();
  assert.equal(state.response(), undefined);
  mock.timers.tick(1);
  await settle();
  mock.timers.tick(1_000);
  await settle();
  assert.equal(state.response()?.status, 408);
  assert.equal(state.isEndedUpstream(), true);
  await Promise.all(state.background);
});

test('an upload that MetaDefender stops reading is awaited for a minute', async () => {
  fixedLengthStreams.hasLimit = true;
  try {
    const state = await upload({ body: 'a'.repeat(5 << 20), length: 5 << 20, answer: never });
    mock.timers.tick(59_999);
    await settle();
    assert.equal(state.response(), undefined);
    mock.timers.tick(1);
    await settle();
    assert.equal(state.response()?.status, 504);
    assert.equal(state.isEndedUpstream(), true);
  } finally {
    fixedLengthStreams.hasLimit = false;
  }
});

test('an upload ends when its visitor disconnects before its end', async () => {
  const state = await upload({ body: halted(), length: 10, answer: never });
  assert.equal(state.isEndedUpstream(), false);
  state.visitor.abort();
  await settle();
  assert.equal(state.isEndedUpstream(), true);
  await Promise.all(state.background);
  // The owner cannot help it.
  assert.deepEqual(state.told, []);
});

test('if the visitor disconnects after the upload, the response is awaited and the analysis cancelled', async () => {
  /** @type {(response: Response) => void} */
  let respond = () => {};
  const answer = () => new Promise((/** @type {typeof respond} */ resolve) => (respond = resolve));
  const state = await upload({ body: 'abc', length: 3, answer });
  state.visitor.abort();
  await settle();
  assert.equal(state.isEndedUpstream(), false);
  respond(await accepted());
  await Promise.all(state.background);
  assert.deepEqual(state.asked, ['/file', `/file/${ID}/cancel`]);
});

test('an upload that is refused before its end is answered at once', async () => {
  const answer = async () => Response.json({ err: 'too large' }, { status: 413 });
  const state = await upload({ body: halted(), length: 10, answer });
  assert.equal(state.response()?.status, 413);
  assert.deepEqual(await state.response()?.json(), { err: 'too large' });
});

test('an upload is not accepted before its end', async () => {
  const state = await upload({ body: halted(), length: 10, answer: accepted });
  assert.equal(state.response(), undefined);
  mock.timers.tick(60_000);
  await settle();
  mock.timers.tick(1_000);
  await settle();
  assert.equal(state.response()?.status, 408);
});

test('an aborted upload is reported as such', async () => {
  const answer = () => Promise.reject(new Error('Network connection lost.'));
  const state = await upload({ body: 'abc', length: 3, answer });
  assert.equal(state.response()?.status, 502);
  const words =
    'MetaDefender aborted the upload: the file may be over its size limit, or the service is busy';
  assert.deepEqual(await state.response()?.json(), { status: 502, detail: words, err: words });
  assert.deepEqual(state.told, [`POST /file: ${words}: Error: Network connection lost.`]);
});
