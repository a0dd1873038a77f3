// @ts-check
// The memory of a server's caches and limiters is bounded.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { memoryCache } from '../../src/edge/server/memory-cache.js';
import { memoryRateLimiter } from '../../src/edge/server/memory-rate-limiter.js';

beforeEach(() => mock.timers.enable({ apis: ['Date'], now: 1_000_000 }));
afterEach(() => mock.timers.reset());

test('a cache keeps texts for the given time', async () => {
  const cache = memoryCache();
  await cache.put('a', 'text', 10);
  mock.timers.tick(9_999);
  assert.equal(await cache.get('a'), 'text');
  mock.timers.tick(1);
  assert.equal(await cache.get('a'), undefined);
  assert.equal(await cache.get('never was'), undefined);
});

test('a cache forgets what was not asked for, where it is full', async () => {
  const cache = memoryCache({ entries: 2 });
  await cache.put('a', '1', 10);
  await cache.put('b', '2', 10);
  await cache.get('a');
  await cache.put('c', '3', 10);
  assert.deepEqual(await Promise.all(['a', 'b', 'c'].map(cache.get)), ['1', undefined, '3']);
  const small = memoryCache({ limit: 20 });
  await small.put('a', '12345', 10);
  await small.put('b', '12345', 10);
  await small.put('a', '123456', 10);
  assert.deepEqual(await Promise.all(['a', 'b'].map(small.get)), ['123456', undefined]);
  await small.put('c', '12345678901', 10);
  assert.equal(await small.get('c'), undefined);
});

test('a limiter passes the given number of requests per period for each key', async () => {
  const limiter = memoryRateLimiter({ limit: 2, period: 10 });
  const pass = async (key = 'a') => (await limiter.limit({ key })).success;
  assert.deepEqual([await pass(), await pass(), await pass()], [true, true, false]);
  assert.equal(await pass('b'), true);
  mock.timers.tick(9_999);
  assert.equal(await pass(), false);
  mock.timers.tick(1);
  assert.equal(await pass(), true);
});

test('a limiter keeps the given number of keys, the newest ones', async () => {
  const limiter = memoryRateLimiter({ limit: 1, keys: 2 });
  const pass = async (/** @type {string} */ key) => (await limiter.limit({ key })).success;
  assert.deepEqual(
    [await pass('a'), await pass('b'), await pass('c'), await pass('b'), await pass('a')],
    [true, true, true, false, true],
  );
});

test('a limiter needs a limit', () => {
  for (const options of [{}, { limit: 0 }, { limit: '9' }, { limit: 1, period: -1 }]) {
    assert.throws(() => memoryRateLimiter(/** @type {any} */ (options)), { code: 'invalid-input' });
  }
});
