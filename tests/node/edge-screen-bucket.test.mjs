// @ts-check
// The options of screenBucket: invalid ones are refused by name, before anything is screened.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
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

test('one bucket is enough for everything, with separate prefixes', () => {
  screenBucket({
    ...options,
    inbox: { bucket, prefix: 'inbox/' },
    clean: { bucket, prefix: 'clean/' },
    quarantine: { bucket, prefix: 'quarantine/' },
  });
});

test('the checksum of a multipart object is a hash of hashes, and is not looked up', async () => {
  const inbox = /** @type {any} */ (memoryBucket());
  await inbox.put('a', 'in parts');
  const inParts = {
    get: (/** @type {string} */ key) => inbox.get(key),
    delete: (/** @type {string} */ key) => inbox.delete(key),
    head: async (/** @type {string} */ key) => ({
      ...(await inbox.head(key)),
      etag: '9b2cf535f27731c974343645a3985328-3',
      checksums: { sha256: new Uint8Array(32).buffer },
    }),
  };
  /** @type {string[]} */
  const asked = [];
  const { receive } = screenBucket({
    ...options,
    inbox: { bucket: /** @type {any} */ (inParts) },
    retry: { attempts: 1 },
    fetch: async (input) => {
      asked.push(String(input));
      return new Response('{"err":"out of order"}', { status: 500 });
    },
    onError() {},
  });
  const event = { action: 'CompleteMultipartUpload', bucket: 'b', object: { key: 'a' } };
  const { objects } = await receive(event);
  const sha256 = createHash('sha256').update('in parts').digest('hex');
  assert.deepEqual([objects[0]?.outcome, objects[0]?.sha256], ['pending', sha256]);
  assert.match(asked.join(), new RegExp(sha256, 'i'));
});

test('a configuration error fails each message, which is retried', async () => {
  const { queue, fetch, receive } = screenBucket(() => {
    throw new Error('no such binding');
  });
  await assert.rejects(queue({ messages: [] }), /no such binding/);
  await assert.rejects(receive('{}'), /no such binding/);
  const error = mock.method(console, 'error', () => {});
  assert.equal((await fetch(new Request('http://a'))).status, 500);
  error.mock.restore();
});
