// @ts-check
// The calls and the time of one request, some of which are reserved to complete it.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { ClientDisconnectedError } from '../../src/edge/client-disconnected.js';
import { Budget, BudgetExceededError } from '../../src/edge/screen/budget.js';
import { countedBucket, countedQueue } from '../../src/edge/screen/counted.js';

/** The messages of the errors, which appear in logs. */
const EXCEEDED = { message: 'the analysis takes longer than this request can' };
const GONE = { message: 'the client has disconnected' };

test('a scan can use all calls but the three that hand the request over', () => {
  const budget = new Budget(5);
  assert.equal(budget.available, 2);
  budget.spend();
  budget.spend();
  assert.equal(budget.available, 0);
  assert.equal(budget.signal.aborted, false);
  assert.throws(() => budget.spend(), BudgetExceededError);
  assert.throws(() => budget.signal.throwIfAborted(), EXCEEDED);
  // The reserve is untouched, and available to complete the request.
  assert.equal(budget.hasCalls(3), true);
  assert.equal(budget.hasCalls(4), false);
  budget.spendReserved();
  assert.equal(budget.hasCalls(3), false);
  budget.spendReserved(2);
  assert.equal(budget.hasCalls(1), false);
  assert.equal(budget.hasCalls(0), true);
});

test('more calls can be reserved for the end, but never fewer', () => {
  const budget = new Budget(50);
  budget.reserve(40);
  assert.equal(budget.available, 10);
  budget.reserve(1);
  assert.equal(budget.available, 47);
});

test('a counted fetch is not called once the calls are used up', async () => {
  const budget = new Budget(4);
  /** @type {unknown[]} */
  const calls = [];
  const answer = new Response();
  const fetch = budget.countingFetch(async (...call) => {
    calls.push(call);
    return answer;
  });
  assert.equal(await fetch('https://service.test/', { method: 'PUT' }), answer);
  assert.deepEqual(calls, [['https://service.test/', { method: 'PUT' }]]);
  await assert.rejects(fetch('https://service.test/', {}), BudgetExceededError);
  assert.equal(calls.length, 1);
});

test('a bucket and a queue count each call, also those of an upload in parts, and keep their methods', async () => {
  /** @type {unknown[][]} */
  const calls = [];
  const upload = {
    uploadPart: async (/** @type {unknown[]} */ ...args) => void calls.push(['part', ...args]),
    complete: async () => ({ etag: 'e' }),
    abort: async () => {},
  };
  class R2 {
    name = 'a bucket';
    /** @param {unknown[]} args */
    async put(...args) {
      calls.push([this.name, ...args]);
      return { etag: 'e' };
    }
    async get() {
      return null;
    }
    async delete() {}
    async createMultipartUpload() {
      return upload;
    }
  }
  const budget = new Budget(20);
  const bucket = countedBucket(new R2(), budget);
  assert.deepEqual(await bucket.put('key', 'text', { size: 4 }), { etag: 'e' });
  assert.equal(await bucket.get('key'), null);
  await bucket.delete('key');
  assert.equal(budget.hasCalls(18), false);
  assert.equal(budget.hasCalls(17), true);
  assert.equal(bucket.head, undefined);
  assert.equal(bucket.deleteIf, undefined);
  const parts = await bucket.createMultipartUpload?.('key');
  await parts?.uploadPart(1, 'a');
  await parts?.complete([]);
  await parts?.abort();
  assert.equal(budget.hasCalls(14), false);
  assert.equal(budget.hasCalls(13), true);
  await countedQueue({ send: async (message) => void calls.push([message]) }, budget).send('m');
  assert.equal(budget.hasCalls(13), false);
  assert.deepEqual(calls, [['a bucket', 'key', 'text', { size: 4 }], ['part', 1, 'a'], ['m']]);
  const unlimited = new R2();
  assert.equal(countedBucket(unlimited, new Budget(Infinity)), unlimited);
});

test('the timeout ends the scan, unless it is stopped before', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const [budget, stopped] = [new Budget(9), new Budget(9)];
    budget.startTimer(100);
    stopped.startTimer(100);
    mock.timers.tick(99);
    assert.equal(budget.signal.aborted, false);
    stopped.stopTimer();
    mock.timers.tick(1);
    assert(budget.signal.reason instanceof BudgetExceededError);
    assert.equal(budget.disconnectSignal.aborted, false);
    assert.equal(stopped.signal.aborted, false);
  } finally {
    mock.timers.reset();
  }
});

test('a client that disconnects ends the scan and everything that waits for it', () => {
  const budget = new Budget(9);
  budget.disconnect();
  assert(budget.signal.reason instanceof ClientDisconnectedError);
  assert.equal(budget.disconnectSignal.reason, budget.signal.reason);
  assert.throws(() => budget.spend(), GONE);
  const cause = new Error('reset');
  assert.equal(new ClientDisconnectedError({ cause }).cause, cause);
});

test('work that continues without the client is not ended by its disconnect', () => {
  const budget = new Budget(9);
  budget.disconnect();
  budget.ignoreDisconnect();
  budget.restart();
  assert.equal(budget.disconnectSignal.aborted, false);
  budget.spend();
  assert.equal(budget.available, 5);
});

test('the next task has the calls that the previous one left', () => {
  const budget = new Budget(4);
  budget.spend();
  assert.throws(() => budget.spend(), BudgetExceededError);
  budget.restart();
  assert.equal(budget.signal.aborted, false);
  assert.throws(() => budget.spend(), BudgetExceededError);
});
