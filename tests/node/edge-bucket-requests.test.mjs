// @ts-check
// Requests with events of a bucket that do not end.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { receiveRequest } from '../../src/edge/bucket-events/receive-request.js';

test('an event whose body stalls is answered with 408 after a minute, and nothing is queued', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    /** @type {unknown[]} */
    const queued = [];
    const settings = {
      platform: { drainTimeout: 0 },
      sender: { isKnown: async () => true },
      queue: { send: async (/** @type {unknown} */ event) => queued.push(event) },
      onError() {},
    };
    let asked = () => {};
    const isRead = new Promise((resolve) => (asked = () => resolve(undefined)));
    const body = new ReadableStream({ pull: () => asked() }, { highWaterMark: 0 });
    const init = { method: 'POST', body, duplex: 'half' };
    const request = new Request('http://events.test/', init);
    const work = /** @type {any} */ ({ settings });
    const answered = receiveRequest(request, work);
    await isRead;
    mock.timers.tick(60_000);
    assert.equal((await answered).status, 408);
    assert.deepEqual(queued, []);
  } finally {
    mock.timers.reset();
  }
});
