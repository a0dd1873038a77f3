// @ts-check
// The queue in which the tests themselves run.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Queue } from '../../scripts/suites/queue.mjs';

/** Jobs that end on request. @param {Queue} queue @param {number} count */
function jobsIn(queue, count) {
  /** @type {number[]} */
  const begun = [];
  /** @type {((error?: Error) => void)[]} */
  const ends = [];
  const results = Array.from({ length: count }, (_, index) =>
    queue.add(() => {
      begun.push(index);
      return new Promise((resolve, reject) => {
        ends[index] = (error) => (error ? reject(error) : resolve(index));
      });
    }),
  );
  return { begun, ends, results };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('a limited number of jobs run at a time, in order', async () => {
  const { begun, ends, results } = jobsIn(new Queue(2), 4);
  await turn();
  assert.deepEqual(begun, [0, 1]);
  ends[1]?.();
  await turn();
  assert.deepEqual(begun, [0, 1, 2]);
  ends[0]?.();
  await turn();
  ends[2]?.();
  ends[3]?.();
  assert.deepEqual(await Promise.all(results), [0, 1, 2, 3]);
});

test('a failed job makes room as well', async () => {
  const queue = new Queue(1);
  const { begun, ends, results } = jobsIn(queue, 2);
  const failed = assert.rejects(results[0] ?? Promise.resolve(), { message: 'no' });
  await turn();
  ends[0]?.(new Error('no'));
  await failed;
  await turn();
  assert.deepEqual(begun, [0, 1]);
  ends[1]?.();
  await results[1];
  assert.equal(await queue.add(async () => 'late'), 'late');
});

test('the lowest rank comes first', async () => {
  const queue = new Queue(1);
  /** @type {number[]} */
  const ranks = [];
  const add = (/** @type {number} */ rank) => queue.add(async () => void ranks.push(rank), rank);
  await Promise.all([3, 2, 1, 2].map(add));
  assert.deepEqual(ranks, [3, 1, 2, 2]);
});
