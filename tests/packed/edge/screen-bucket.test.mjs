// @ts-check
// Files that are uploaded to a bucket directly. Miniflare sends no events: the test queues messages as documented.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EICAR } from '../../behaviour/reports.js';
import { startGateway } from '../../support/gateway.mjs';
import {
  eventBridgeEvent,
  inSns,
  minioEvent,
  r2Deletion,
  r2Event,
  s3Event,
  s3TestEvent,
} from '../support/bucket-events.mjs';
import { blocked, knownClean, startBucketScreening } from '../support/bucket-screening.mjs';
import { clean, inProgress, startMetaDefender } from '../support/scripted-metadefender.mjs';
import { keeper, sha256, unknown } from '../support/screening.mjs';
import { edgeRuntime } from '../support/worker.mjs';

const kept = keeper();

/** @param {Parameters<typeof startMetaDefender>[0]} [script] @param {object} [options] @param {object} [more] */
async function screening(script, options, more) {
  const service = kept(await startMetaDefender(script));
  const worker = kept(await startBucketScreening({ gateway: service.address, options, ...more }));
  return { service, worker };
}

describe('an object', () => {
  test('that is allowed moves to the clean bucket, with its type and the signed verdict', async () => {
    const gateway = kept(await startGateway()).address;
    const worker = kept(await startBucketScreening({ gateway }));
    for (const size of [10, 9 << 20]) {
      const content = Buffer.alloc(size, unknown());
      await worker.put('a/b c+ä.txt', content, {
        httpMetadata: { contentType: 'text/x-test' },
        customMetadata: {
          name: 'b.txt',
          // The uploader can state anything.
          'x-metadefender-verdict': 'allowed',
          'X_MetaDefender-signature': 'forged',
        },
      });
      assert.equal(await worker.made('a/b c+ä.txt'), 'ack');
      assert.deepEqual(await worker.keys('INBOX'), []);
      assert.deepEqual(await worker.keys('CLEAN'), ['a/b c+ä.txt']);
      const object = await (await worker.bucket('CLEAN')).get('a/b c+ä.txt');
      assert.ok(Buffer.from(await object.arrayBuffer()).equals(content));
      assert.equal(object.httpMetadata.contentType, 'text/x-test');
      assert.deepEqual(Object.keys(object.customMetadata).sort(), [
        'name',
        'x-metadefender-data-id',
        'x-metadefender-sha256',
        'x-metadefender-signature',
        'x-metadefender-verdict',
      ]);
      const { verdict, files } = await worker.verified('a/b c+ä.txt');
      assert.deepEqual([verdict, files[0].sha256], ['allowed', sha256(content)]);
      const { told } = await worker.seen();
      assert.deepEqual([told[0].outcome, told[0].sha256], ['clean', sha256(content)]);
    }
    assert.deepEqual(await worker.keys('QUARANTINE'), []);
  });

  test('that is blocked moves to quarantine, beside its report', async () => {
    const gateway = kept(await startGateway()).address;
    const worker = kept(await startBucketScreening({ gateway }));
    await worker.put('bad.exe', EICAR, { httpMetadata: { contentType: 'image/png' } });
    assert.equal(await worker.made('bad.exe'), 'ack');
    assert.deepEqual(await worker.keys('CLEAN'), []);
    assert.deepEqual(await worker.keys('INBOX'), []);
    assert.deepEqual(await worker.keys('QUARANTINE'), ['bad.exe', 'bad.exe.report.json']);
    assert.equal(await worker.text('QUARANTINE', 'bad.exe'), EICAR);
    const report = JSON.parse((await worker.text('QUARANTINE', 'bad.exe.report.json')) ?? '');
    const { key, size, verdict, type, threats, result } = report;
    assert.deepEqual([key, size, verdict, type], ['bad.exe', 68, 'blocked', 'image/png']);
    assert.equal(report.sha256, sha256(EICAR));
    assert.ok(threats.length > 0);
    assert.equal(result.file_info.sha256.toLowerCase(), sha256(EICAR));
    assert.ok(Date.parse(report.screenedAt) > Date.now() - 60_000);
  });

  test('that is called as a report does not pass for one', async () => {
    const { worker } = await screening((operation) =>
      operation === 'GET /file/*' ? blocked() : undefined,
    );
    await worker.put('a', 'bad');
    await worker.put('a.report.json', '{"verdict":"allowed"}');
    assert.equal(await worker.made('a'), 'ack');
    assert.equal(await worker.made('a.report.json'), 'ack');
    assert.deepEqual(await worker.keys('QUARANTINE'), [
      'a',
      'a.report.json',
      'a.report.json.object',
      'a.report.json.object.report.json',
    ]);
    const report = JSON.parse((await worker.text('QUARANTINE', 'a.report.json')) ?? '');
    assert.deepEqual([report.key, report.verdict], ['a', 'blocked']);
  });

  test('whose SHA-256 the bucket states is looked up without reading or uploading it', async () => {
    const { service, worker } = await screening((operation, request) =>
      operation === 'GET /hash/*' ? knownClean(request) : undefined,
    );
    await worker.put('known', 'known', { sha256: sha256('known') });
    assert.equal(await worker.made('known'), 'ack');
    assert.deepEqual(service.asked, ['GET /hash/*']);
    // Read to be moved.
    assert.equal((await worker.seen()).reads, 1);
    await worker.put('without', 'without');
    assert.equal(await worker.made('without'), 'ack');
    assert.equal((await worker.seen()).reads, 2);
    assert.deepEqual(await worker.keys('CLEAN'), ['known', 'without']);
  });

  test('is read once and streamed to the upload if no lookup is wanted', async () => {
    const { service, worker } = await screening(undefined, { lookup: false });
    const content = Buffer.alloc(3 << 20, unknown());
    await worker.put('a', content);
    assert.equal(await worker.made('a'), 'ack');
    assert.deepEqual(service.asked, ['POST /file', 'GET /file/*']);
    assert.deepEqual(service.uploads, [content.length]);
    assert.equal((await worker.seen()).reads, 2);
    assert.equal((await worker.verified('a')).files[0].sha256, sha256(content));
  });
});

describe('an undecided object', () => {
  test('stays, and is tried again, later each time', async () => {
    const { worker } = await screening(
      (operation) => (operation === 'POST /file' ? [500, {}, { err: 'out of order' }] : undefined),
      { retry: { attempts: 1 } },
    );
    await worker.put('a', 'a');
    const delays = [];
    for (const attempts of [1, 2, 3, 11]) delays.push(await worker.made('a', attempts));
    assert.deepEqual(delays, [5, 10, 20, 300]);
    assert.deepEqual((await worker.seen()).told, []);
    // Given up: the object stays where it was, and is not let through.
    assert.equal(await worker.made('a', 12), 'ack');
    const { told, errors } = await worker.seen();
    assert.deepEqual(
      [told[0].outcome, told[0].verdict, told[0].reason],
      ['left', 'undetermined', 'server'],
    );
    assert.match(errors.join(), /could not be cleared/);
    assert.deepEqual(await worker.keys('INBOX'), ['a']);
    assert.deepEqual([...(await worker.keys('CLEAN')), ...(await worker.keys('QUARANTINE'))], []);
  });

  test('waits for MetaDefender’s Retry-After', async () => {
    const { worker } = await screening(
      (operation) =>
        operation === 'POST /file' ? [429, { 'retry-after': '77' }, { err: 'busy' }] : undefined,
      { retry: { attempts: 1 } },
    );
    await worker.put('a', 'a');
    assert.equal(await worker.made('a'), 77);
  });

  test('goes to quarantine in the end, where that is wanted, by a dead letter too', async () => {
    const { worker } = await screening(
      (operation) => (operation === 'POST /file' ? [500, {}, { err: 'no' }] : undefined),
      { retry: { attempts: 1 }, undetermined: 'quarantine', attempts: 2 },
    );
    for (const key of ['a', 'b']) await worker.put(key, key);
    assert.equal(await worker.made('a'), 5);
    assert.equal(await worker.made('a', 2), 'ack');
    assert.deepEqual(await worker.deadLetters({ body: r2Event('b'), attempts: 1 }), ['ack']);
    assert.deepEqual(await worker.keys('QUARANTINE'), ['a', 'a.report.json', 'b', 'b.report.json']);
    assert.deepEqual(await worker.keys('INBOX'), []);
  });

  test('stays if a decision or a listener throws', async () => {
    const { worker } = await screening(
      (operation) => (operation === 'POST /file' ? [500, {}, { err: 'no' }] : undefined),
      { retry: { attempts: 1 }, undetermined: 'throw', attempts: 1, tellFails: true },
    );
    await worker.put('a', 'a');
    assert.equal(await worker.made('a'), 'ack');
    assert.deepEqual(await worker.keys('INBOX'), ['a']);
    assert.match((await worker.seen()).errors.join(), /the decision is broken.*nobody listens/);
  });

  test('is not tried if it is too large or empty', async () => {
    const { service, worker } = await screening(undefined, { maxSize: 3 });
    await worker.put('large', 'large');
    await worker.put('empty', '');
    assert.deepEqual([await worker.made('large'), await worker.made('empty')], ['ack', 'ack']);
    const { told } = await worker.seen();
    assert.deepEqual(
      told.map((/** @type {any} */ { outcome, reason }) => [outcome, reason]),
      [
        ['left', 'too-large'],
        ['left', 'empty'],
      ],
    );
    assert.deepEqual(service.asked, []);
  });

  test('with a running analysis is resumed by the next attempt', async () => {
    const state = { report: inProgress };
    const { service, worker } = await screening(
      (operation) => (operation === 'GET /file/*' ? state.report() : undefined),
      { waitFor: 50 },
    );
    await worker.put('slow', 'slow');
    assert.equal(await worker.made('slow'), 5);
    assert.equal(await worker.made('slow', 2), 10);
    assert.equal((await worker.keys('QUARANTINE')).length, 1);
    state.report = () => clean();
    assert.equal(await worker.made('slow', 3), 'ack');
    assert.equal(service.count('POST /file'), 1);
    assert.deepEqual(await worker.keys('CLEAN'), ['slow']);
    // No note is left.
    assert.deepEqual(await worker.keys('QUARANTINE'), []);
  });

  test('is not decided by a note that somebody else has written', async () => {
    const state = { report: inProgress };
    const { service, worker } = await screening(
      (operation) => (operation === 'GET /file/*' ? state.report() : undefined),
      { waitFor: 50 },
    );
    await worker.put('one', 'one');
    await worker.put('two', 'two');
    await worker.made('one');
    const quarantine = await worker.bucket('QUARANTINE');
    const [note = ''] = await worker.keys('QUARANTINE');
    const ofOne = (await worker.text('QUARANTINE', note)) ?? '';
    await worker.made('two');
    const noteOfTwo = (await worker.keys('QUARANTINE')).find((key) => key !== note) ?? '';
    state.report = () => clean();
    for (const forged of [ofOne, '{"sealed":"AAAA"}', 'no JSON']) {
      await quarantine.put(noteOfTwo, forged);
      const before = service.count('POST /file');
      await worker.put('two', 'two');
      assert.equal(await worker.made('two', 2), 'ack');
      assert.equal(service.count('POST /file'), before + 1, forged);
    }
  });
});

describe('messages', () => {
  test('of R2, S3, EventBridge, SNS and MinIO name the new object', async () => {
    const { worker } = await screening();
    const key = 'a folder/b+c & ä%.txt';
    for (const [what, body] of Object.entries({
      put: r2Event(key),
      copy: r2Event(key, 'CopyObject'),
      multipart: r2Event(key, 'CompleteMultipartUpload'),
      s3: s3Event(key),
      's3, as SQS has it': JSON.stringify(s3Event(key, 'ObjectCreated:CompleteMultipartUpload')),
      eventBridge: eventBridgeEvent(key),
      sns: JSON.stringify(inSns(s3Event(key))),
      minio: minioEvent(key),
    })) {
      await worker.put(key, what);
      assert.deepEqual(await worker.queue({ body }), ['ack'], what);
      assert.equal(await worker.text('CLEAN', key), what);
      assert.deepEqual(await worker.keys('INBOX'), []);
    }
  });

  test('about anything but a new object are acknowledged', async () => {
    const { worker } = await screening();
    await worker.put('a', 'a');
    const bodies = [
      r2Deletion('a'),
      r2Deletion('a', 'LifecycleDeletion'),
      s3Event('a', 'ObjectRemoved:Delete'),
      s3Event('a', 'ObjectTagging:Put'),
      eventBridgeEvent('a', 'Object Deleted'),
      s3TestEvent,
      inSns(s3TestEvent),
    ];
    const done = await worker.queue(...bodies.map((body) => ({ body })));
    assert.deepEqual(done, Array(bodies.length).fill('ack'));
    assert.deepEqual(await worker.keys('INBOX'), ['a']);
    assert.deepEqual((await worker.seen()).errors, []);
  });

  test('that are no events are said to be none, and done', async () => {
    const { worker } = await screening();
    const { Records } = s3Event('a');
    const bodies = [
      null,
      'text',
      7,
      {},
      [],
      { id: 'x' },
      { Records: [{}] },
      { Records: [{ ...Records[0], s3: { bucket: { name: 'b' }, object: { key: '%' } } }] },
      { Records: [{ ...Records[0], s3: {} }] },
      { ...eventBridgeEvent('a'), source: 'me' },
      { ...r2Event('a'), object: { key: 7 } },
      inSns(inSns(inSns(inSns(s3Event('a'))))),
    ];
    for (const body of bodies)
      assert.deepEqual(await worker.receive(body), { code: 'invalid-input' }, JSON.stringify(body));
    const done = await worker.queue(...bodies.map((body) => ({ body })));
    assert.deepEqual(done, Array(bodies.length).fill('ack'));
    assert.equal((await worker.seen()).errors.length, bodies.length);
  });

  test('that are forged can only have looked what is there', async () => {
    const { service, worker } = await screening(undefined, {
      inbox: { prefix: 'inbox/', name: 'my-bucket' },
      clean: { prefix: 'clean/' },
    });
    await worker.put('inbox/a', 'a');
    await worker.put('private', 'private');
    const elsewhere = { ...r2Event('inbox/a'), bucket: 'another' };
    for (const body of [
      r2Event('private'),
      r2Event('inbox/../private'),
      r2Event('inbox/none'),
      elsewhere,
    ])
      assert.deepEqual(await worker.queue({ body }), ['ack']);
    assert.deepEqual(service.asked, []);
    assert.match((await worker.seen()).errors.join(), /another bucket/);
    assert.deepEqual(await worker.keys('INBOX'), ['inbox/a', 'private']);
    // The event's details about an object are ignored: this one has another size and ETag.
    assert.deepEqual(await worker.queue({ body: r2Event('inbox/a') }), ['ack']);
    assert.deepEqual(await worker.keys('CLEAN'), ['clean/a']);
  });

  test('of several objects are retried for the unprocessed ones', async () => {
    let isBroken = true;
    const { worker } = await screening(
      (operation, request) =>
        operation === 'POST /file' && isBroken && request.headers['filename'] === 'b'
          ? [500, {}, { err: 'no' }]
          : undefined,
      { retry: { attempts: 1 } },
    );
    for (const key of ['a', 'b']) await worker.put(key, key);
    const body = { Records: ['a', 'b', 'c'].flatMap((key) => s3Event(key).Records) };
    const first = await worker.receive(JSON.stringify(body), { attempt: 1 });
    const outcomes = (/** @type {any} */ { objects }) =>
      objects.map((/** @type {any} */ { key, outcome }) => `${key} ${outcome}`);
    assert.deepEqual(outcomes(first), ['a clean', 'b pending', 'c gone']);
    assert.equal(first.retryAfter, 5);
    isBroken = false;
    const second = await worker.receive(JSON.stringify(body), { attempt: 2 });
    assert.deepEqual(outcomes(second), ['a gone', 'b clean', 'c gone']);
    assert.equal(second.retryAfter, undefined);
  });

  if (edgeRuntime() === 'workerd') {
    test('that arrive when too few calls are left are retried', async () => {
      const { worker } = await screening(undefined, { subrequests: 26 });
      for (const key of ['a', 'b', 'c']) await worker.put(key, key);
      const messages = ['a', 'b', 'c'].map((key) => ({ body: r2Event(key) }));
      const acts = await worker.queue(...messages);
      assert.deepEqual(acts, ['ack', 'ack', 5]);
      assert.deepEqual(await worker.keys('INBOX'), ['c']);
    });
  }
});
