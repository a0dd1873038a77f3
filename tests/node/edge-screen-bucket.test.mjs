// @ts-check
// The options of screenBucket: what cannot be is refused by name, before anything is screened.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { screenBucket } from 'metadefender-wasm/edge';
import { memoryBucket, nodePlatform } from 'metadefender-wasm/edge/node';

const bucket = memoryBucket();
const options = {
  platform: nodePlatform(),
  baseUrl: 'http://127.0.0.1:9',
  secret: 'a secret of the server and its buckets, 32+',
  inbox: { bucket: memoryBucket() },
  clean: { bucket: memoryBucket() },
  quarantine: { bucket: memoryBucket() },
};

test('options that cannot be are refused by name', () => {
  const { head: _, ...withoutHead } = {
    put: async () => {},
    get: async () => null,
    delete: async () => {},
    head: async () => null,
  };
  for (const [name, wrong] of Object.entries({
    platform: { platform: undefined },
    baseUrl: { baseUrl: '' },
    secret: { secret: 'short' },
    inbox: { inbox: undefined },
    'inbox.bucket': { inbox: { bucket: undefined } },
    'inbox.bucket has to be a bucket with head': { inbox: { bucket: withoutHead } },
    'inbox has no option path': { inbox: { bucket, path: '' } },
    'inbox.name': { inbox: { bucket, name: undefined } },
    'clean.bucket': { clean: { bucket: {} } },
    'clean has to be another bucket': { clean: options.inbox },
    'quarantine has to be another bucket': {
      inbox: { bucket, prefix: 'in/' },
      quarantine: { bucket, prefix: 'in/bad/' },
    },
    'clean and quarantine': { clean: { bucket }, quarantine: { bucket, prefix: 'bad/' } },
    undetermined: { undetermined: 'forward' },
    attempts: { attempts: 0 },
    maxSize: { maxSize: 6 * 2 ** 30 },
    waitFor: { waitFor: -1 },
    subrequests: { subrequests: 10 },
    queue: { queue: {} },
    eventSecret: { eventSecret: 'short' },
    'eventSecret has no value': { eventSecret: undefined },
    onScreened: { onScreened: 'tell' },
    'screenBucket has no option origin': { origin: 'https://origin.example.com' },
  })) {
    const wanted = { code: 'invalid-input', message: new RegExp(name) };
    assert.throws(() => screenBucket(/** @type {any} */ ({ ...options, ...wrong })), wanted, name);
  }
});

test('one bucket is enough for all, under prefixes that are apart', () => {
  screenBucket({
    ...options,
    inbox: { bucket, prefix: 'inbox/' },
    clean: { bucket, prefix: 'clean/' },
    quarantine: { bucket, prefix: 'quarantine/' },
  });
});

test('what is wrong with the environment fails each message, which comes again', async () => {
  const { queue, fetch, receive } = screenBucket(() => {
    throw new Error('no such binding');
  });
  await assert.rejects(queue({ messages: [] }), /no such binding/);
  await assert.rejects(receive('{}'), /no such binding/);
  const error = mock.method(console, 'error', () => {});
  assert.equal((await fetch(new Request('http://a'))).status, 500);
  error.mock.restore();
});
