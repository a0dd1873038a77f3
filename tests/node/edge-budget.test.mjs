// @ts-check
// The calls and the time of one request, some of which are reserved to complete it.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { ClientDisconnectedError } from '../../src/edge/client-disconnected.js';
import { Budget, BudgetExceededError } from '../../src/edge/screen/budget.js';

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
