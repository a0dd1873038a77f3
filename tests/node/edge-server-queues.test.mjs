// @ts-check
// The queues in a folder or in memory: each message is redelivered until it is acknowledged, even after its consumer has died.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { folderQueue } from '../../src/edge/server/queue/folder-queue.js';
import { memoryQueue } from '../../src/edge/server/queue/memory-queue.js';
import { sqliteQueue } from '../../src/edge/server/queue/sqlite-queue.js';
import { until } from '../support/until.mjs';
/** @import { ScreeningMessages } from '../../src/edge/edge.js' */

/** @type {string[]} */
const folders = [];
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

function newFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'metadefender-wasm-queue-'));
  folders.push(folder);
  return folder;
}

/**
 * A handler that records its messages.
 * @param {(message: ScreeningMessages['messages'][number]) => unknown} [act]
 */
function listener(act = (message) => message.ack()) {
  /** @type {[body: unknown, attempts: number][]} */
  const got = [];
  return {
    got,
    async handler(/** @type {ScreeningMessages} */ { messages }) {
      for (const message of messages) {
        got.push([message.body, message.attempts]);
        await act(message);
      }
    },
  };
}

for (const [what, make] of /** @type {const} */ ([
  ['a folder', (/** @type {object} */ more) => folderQueue({ folder: newFolder(), ...more })],
  ['memory', (/** @type {object} */ more) => memoryQueue(more)],
])) {
  describe(`a queue that is ${what}`, () => {
    test('delivers each acknowledged message once, in the order of their due times', async () => {
      const queue = make({});
      await queue.send({ id: 'late' }, { delaySeconds: 0.3 });
      await queue.send({ id: 'first' });
      const { got, handler } = listener();
      const consumer = queue.consume(handler);
      await until(() => got.length === 1);
      await queue.send({ id: 'second' });
      await until(() => got.length === 3);
      await consumer.stop();
      const ids = got.map(([body]) => /** @type {any} */ (body).id);
      assert.deepEqual([ids[0], ids.slice(1).sort()], ['first', ['late', 'second']]);
      assert.deepEqual(
        got.map(([, attempts]) => attempts),
        [1, 1, 1],
      );
    });

    test('redelivers a message that is put off or whose handler fails', async () => {
      /** @type {string[]} */
      const told = [];
      const queue = make({ onError: (/** @type {string} */ message) => told.push(message) });
      await queue.send('a');
      const { got, handler } = listener((message) => {
        if (message.attempts === 1) return message.retry({ delaySeconds: 0.01 });
        if (message.attempts > 2) return message.ack();
        message.retry({ delaySeconds: 0.01 });
        throw new Error('the handler is broken');
      });
      const consumer = queue.consume(handler);
      await until(() => got.length === 3);
      await consumer.stop();
      assert.deepEqual(got, [
        ['a', 1],
        ['a', 2],
        ['a', 3],
      ]);
      assert.match(told.join(), /the handler is broken/);
    });

    test('shares its messages among consumers, and stops on request', async () => {
      const queue = make({});
      const { got, handler } = listener();
      const consumers = [queue.consume(handler), queue.consume(handler)];
      await Promise.all(Array.from({ length: 20 }, (_, index) => queue.send(index)));
      await until(() => got.length >= 20);
      await Promise.all(consumers.map((consumer) => consumer.stop()));
      assert.deepEqual(new Set(got.map(([body]) => body)).size, 20);
      assert.equal(got.length, 20);
      await queue.send('later');
      await new Promise((resolve) => setImmediate(resolve));
      assert.equal(got.length, 20);
    });
  });
}

describe('a folder', () => {
  test('keeps its messages when the process ends, and those that somebody had', async () => {
    const folder = newFolder();
    const before = folderQueue({ folder });
    await before.send('first');
    await before.send('second');
    /** @type {() => void} */
    let begin = () => {};
    const begun = new Promise((resolve) => (begin = () => resolve(undefined)));
    // Like a process that dies while it handles a message.
    before.consume(() => (begin(), new Promise(() => {})));
    await begun;

    const queue = folderQueue({ folder });
    const { got, handler } = listener();
    const consumer = queue.consume(handler);
    await until(() => got.length === 1);
    await consumer.stop();
    const [claimed = '', ...others] = readdirSync(folder);
    assert.deepEqual(others, []);
    // 20 minutes later.
    const [, , ...rest] = claimed.split('-');
    await rename(join(folder, claimed), join(folder, ['000000000000001', 1, ...rest].join('-')));
    const again = queue.consume(handler);
    await until(() => got.length === 2);
    await again.stop();
    assert.deepEqual(got.map(([body]) => body).sort(), ['first', 'second']);
    assert.deepEqual(got[1]?.[1], 2);
    assert.deepEqual(readdirSync(folder), []);
  });

  test('is named', () => {
    assert.throws(() => folderQueue(/** @type {any} */ ({})), { code: 'invalid-input' });
    assert.throws(() => sqliteQueue(/** @type {any} */ ({})), { code: 'invalid-input' });
    assert.throws(() => folderQueue({ folder: 'a' }).consume(/** @type {any} */ (1)), {
      code: 'invalid-input',
    });
  });
});

test('memory takes as many messages as it is told', async () => {
  const queue = memoryQueue({ limit: 2 });
  await queue.send(1);
  await queue.send(2);
  await assert.rejects(queue.send(3), { code: 'busy' });
});
