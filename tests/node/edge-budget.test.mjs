// @ts-check
// The calls and the time of one request, of which some are kept to bring it to an end.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { ClientDisconnectedError } from '../../src/edge/client-disconnected.js';
import { Budget, BudgetExceededError } from '../../src/edge/screen/budget.js';

/** What the errors say, which logs show. */
const EXCEEDED = { message: 'the analysis takes longer than this request can' };
const GONE = { message: 'the client has disconnected' };

test('a scan may use all calls but the three that hand the request over', () => {
  const budget = new Budget(5);
  assert.equal(budget.available, 2);
  budget.spend();
  budget.spend();
  assert.equal(budget.available, 0);
  assert.equal(budget.signal.aborted, false);
  assert.throws(() => budget.spend(), BudgetExceededError);
  assert.throws(() => budget.signal.throwIfAborted(), EXCEEDED);
  // Nothing was taken of the reserve, which the end may use.
  assert.equal(budget.hasCalls(3), true);
  assert.equal(budget.hasCalls(4), false);
  budget.spendReserved();
  assert.equal(budget.hasCalls(3), false);
  budget.spendReserved(2);
  assert.equal(budget.hasCalls(1), false);
  assert.equal(budget.hasCalls(0), true);
});

test('more can be kept for the end, and never less than that', () => {
  const budget = new Budget(50);
  budget.reserve(40);
  assert.equal(budget.available, 10);
  budget.reserve(1);
  assert.equal(budget.available, 47);
});

test('a fetch that counts is not called once the calls are used up', async () => {
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

test('the time ends the scan, unless it is stopped before', () => {
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

test('a client that is gone ends the scan, and whatever waits for it', () => {
  const budget = new Budget(9);
  budget.disconnect();
  assert(budget.signal.reason instanceof ClientDisconnectedError);
  assert.equal(budget.disconnectSignal.reason, budget.signal.reason);
  assert.throws(() => budget.spend(), GONE);
  const cause = new Error('reset');
  assert.equal(new ClientDisconnectedError({ cause }).cause, cause);
});

test('work that goes on without the client is not ended by it', () => {
  const budget = new Budget(9);
  budget.disconnect();
  budget.ignoreDisconnect();
  budget.restart();
  assert.equal(budget.disconnectSignal.aborted, false);
  budget.spend();
  assert.equal(budget.available, 5);
});

test('the next task has the calls that the one before has left', () => {
  const budget = new Budget(4);
  budget.spend();
  assert.throws(() => budget.spend(), BudgetExceededError);
  budget.restart();
  assert.equal(budget.signal.aborted, false);
  assert.throws(() => budget.spend(), BudgetExceededError);
});
