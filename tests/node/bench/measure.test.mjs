// @ts-check
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compare, fastest, median } from '../../../bench/measure.js';

/**
 * A clock that runs only while a contender does, each time for the next of these times.
 * @param {Record<string, number[]>} times
 */
function course(times) {
  let now = 0;
  /** @type {string[]} */
  const order = [];
  const contenders = Object.entries(times).map(([name, list]) => ({
    name,
    bytes: 1000,
    run() {
      order.push(name);
      now += list.shift() ?? NaN;
      return 'the answer';
    },
  }));
  return { contenders: /** @type {any} */ (contenders), clock: () => now, order };
}

describe('a comparison', () => {
  test('is the median of the ratios of its rounds, without the first one', async () => {
    // The medians of the times themselves would be 3 and 4.
    const { contenders, clock } = course({ ours: [100, 1, 3, 9], theirs: [100, 4, 4, 9] });
    const { theirs, rounds } = await compare(contenders, { rounds: 3, clock });
    assert.deepEqual(rounds, [
      [1, 4],
      [3, 4],
      [9, 9],
    ]);
    assert.equal(theirs[0]?.ratio, 4 / 3);
  });

  test('reports the median speeds in MB/s', async () => {
    const { contenders, clock } = course({ ours: [1, 2, 2, 2], theirs: [1, 4, 5, 1] });
    const { ours, theirs } = await compare(contenders, { rounds: 3, clock });
    assert.deepEqual([ours.speed, theirs[0]?.speed], [0.5, 0.25]);
  });

  test('reports files/s if files are counted', async () => {
    const { contenders, clock } = course({ ours: [1, 20], theirs: [1, 40] });
    for (const contender of contenders) Object.assign(contender, { bytes: undefined, files: 10 });
    const { ours, theirs, unit } = await compare(contenders, { rounds: 1, clock });
    assert.deepEqual([ours.speed, theirs[0]?.ratio, unit], [500, 2, 'files/s']);
  });

  test('compares speeds if the numbers of bytes differ', async () => {
    const { contenders, clock } = course({ ours: [1, 2], theirs: [1, 2] });
    contenders[1].bytes = 500;
    const { theirs } = await compare(contenders, { rounds: 1, clock });
    assert.equal(theirs[0]?.ratio, 2);
  });

  test('alternates which side goes first', async () => {
    const { contenders, clock, order } = course({ a: [1, 1, 1, 1], b: [1, 1, 1, 1] });
    await compare(contenders, { rounds: 3, clock });
    assert.equal(order.join(''), 'ababbaab');
  });

  test('fails if the results differ', async () => {
    const { contenders, clock } = course({ ours: [1, 1], theirs: [1, 1] });
    contenders[1].run = () => 'another';
    await assert.rejects(compare(contenders, { rounds: 1, clock }), /theirs: another/);
  });
});

test('the fastest of several ways is used', async () => {
  const { contenders, clock } = course({ slow: [3, 3], fast: [9, 1], steady: [2, 2] });
  const { name, note } = await fastest('the bare way', contenders, clock);
  assert.deepEqual([name, note], ['the bare way', 'fast']);
});

test('the median of an even number of values is the mean of the middle two', () => {
  assert.equal(median([10, 1, 3, 2]), 2.5);
});
