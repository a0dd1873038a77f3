// @ts-check
// Events by HTTP: from EventBridge's API destinations, and webhooks.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { eventBridgeEvent, minioEvent, s3TestEvent } from '../support/bucket-events.mjs';
import { EVENT_SECRET, startBucketScreening } from '../support/bucket-screening.mjs';
import { startMetaDefender } from '../support/scripted-metadefender.mjs';
import { keeper, problem, until } from '../support/screening.mjs';

const kept = keeper();

/** @param {Parameters<typeof startMetaDefender>[0]} [script] @param {object} [options] @param {object} [miniflare] */
async function screening(script, options, miniflare) {
  const service = kept(await startMetaDefender(script));
  const worker = kept(
    await startBucketScreening({
      gateway: service.address,
      // Without undefined options.
      options: JSON.parse(
        JSON.stringify({ eventSecret: EVENT_SECRET, retry: { attempts: 1 }, ...options }),
      ),
      ...miniflare,
    }),
  );
  /** @param {unknown} event @param {RequestInit} [init] @param {string} [path] */
  const send = (event, init, path = 'events') =>
    fetch(`${worker.address}/${path}`, {
      method: 'POST',
      body: typeof event === 'string' ? event : JSON.stringify(event),
      headers: { authorization: `Bearer ${EVENT_SECRET}` },
      ...init,
    });
  return { service, worker, send };
}

test('an event with the secret is processed', async () => {
  const { worker, send } = await screening();
  for (const event of [eventBridgeEvent('a'), minioEvent('a')]) {
    await worker.put('a', 'a');
    assert.equal((await send(event)).status, 204);
    assert.deepEqual(await worker.keys('INBOX'), []);
  }
  assert.equal((await send(s3TestEvent)).status, 204);
});

test('nobody else is heard', async () => {
  const { service, worker, send } = await screening();
  await worker.put('a', 'a');
  const event = eventBridgeEvent('a');
  for (const authorization of [
    '',
    'Bearer ',
    EVENT_SECRET,
    `Basic ${btoa(`x:${EVENT_SECRET}`)}`,
    `Bearer ${EVENT_SECRET.slice(1)}`,
    `Bearer ${EVENT_SECRET}x`,
  ]) {
    const response = await send(event, { headers: { authorization } });
    assert.equal(response.headers.get('www-authenticate'), 'Bearer');
    await problem(response, 401, 'unauthorized');
  }
  // URLs are logged, so a secret in one is not secret.
  const path = `events?secret=${EVENT_SECRET}&authorization=Bearer%20${EVENT_SECRET}`;
  await problem(await send(event, { headers: {} }, path), 401, 'unauthorized');
  assert.deepEqual(service.asked, []);
  assert.deepEqual(await worker.keys('INBOX'), ['a']);
});

test('without a secret there is nobody to be heard; of several each is', async () => {
  const none = await screening(undefined, { eventSecret: undefined });
  await problem(await none.send(eventBridgeEvent('a')), 401, 'unauthorized');
  const second = 'the-secret-that-it-is-exchanged-by-32';
  const { send } = await screening(undefined, { eventSecret: [second, EVENT_SECRET] });
  for (const secret of [second, EVENT_SECRET]) {
    const headers = { authorization: `Bearer ${secret}` };
    assert.equal((await send(eventBridgeEvent('a'), { headers })).status, 204);
  }
});

test('anything but an event is refused', async () => {
  const { send } = await screening();
  await problem(await send('{"id":'), 400, 'bad-request');
  await problem(await send({ source: 'mine', detail: {} }), 400, 'bad-request');
  await problem(await send(eventBridgeEvent('a'.repeat(300 << 10))), 413, 'too-large');
  const { status, headers } = await send(undefined, { method: 'GET', body: undefined });
  assert.deepEqual([status, headers.get('allow')], [405, 'POST']);
});

test('an undecided object is retried', async () => {
  const { worker, send } = await screening((operation) =>
    operation === 'POST /file' ? [429, { 'retry-after': '60' }, { err: 'busy' }] : undefined,
  );
  await worker.put('a', 'a');
  const response = await send(eventBridgeEvent('a'));
  assert.equal(response.headers.get('retry-after'), '60');
  await problem(response, 503, 'pending');
  assert.deepEqual(await worker.keys('INBOX'), ['a']);
});

describe('with a queue', () => {
  test('events are queued, and processed by the consumer', async () => {
    const { worker, send } = await screening(undefined, undefined, {
      queueProducers: { EVENTS: 'events' },
      queueConsumers: { events: { maxBatchTimeout: 0 } },
    });
    await worker.put('a', 'a');
    assert.equal((await send(eventBridgeEvent('a'))).status, 202);
    await until(async () => (await worker.keys('INBOX')).length === 0);
    assert.deepEqual(await worker.keys('CLEAN'), ['a']);
    await problem(await send({ no: 'event' }), 400, 'bad-request');
  });
});
