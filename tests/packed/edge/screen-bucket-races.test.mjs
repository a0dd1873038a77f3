// @ts-check
// Events and objects that race with screening: redelivered, overwritten, deleted, overtaken. Miniflare sends no events.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { describe, test } from 'node:test';
import { blocked, knownClean, startBucketScreening } from '../support/bucket-screening.mjs';
import { clean, startMetaDefender } from '../support/scripted-metadefender.mjs';
import { keeper, serve } from '../support/screening.mjs';
import { edgeRuntime } from '../support/worker.mjs';

const kept = keeper();

/** @typedef {Awaited<ReturnType<typeof startBucketScreening>>} Screening */

/**
 * @param {(operation: string, worker: Screening, request: import('node:http').IncomingMessage, time: number) => unknown} script of
 *   MetaDefender
 * @param {(act: string, worker: Screening, time: number) => unknown} [before] a write to a bucket, by `clean/put` and `inbox/delete`; one that
 *   throws has it fail
 */
async function screening(script, before) {
  /** @type {Screening} */
  let worker;
  const service = kept(
    await startMetaDefender((operation, request, time) => script(operation, worker, request, time)),
  );
  /** @type {Record<string, number>} */
  const times = {};
  const server = createServer(async (request, response) => {
    const act = request.url?.slice(1) ?? '';
    const time = (times[act] ??= 0);
    times[act] = time + 1;
    await request.resume().toArray();
    try {
      await before?.(act, worker, time);
    } catch {
      response.statusCode = 500;
    }
    response.end();
  });
  const bindings = before && { BEFORE: kept(await serve(server)).address };
  worker = kept(await startBucketScreening({ gateway: service.address, bindings }));
  return { service, worker };
}

/** @param {Screening} worker */
const outcomes = async (worker) =>
  (await worker.seen()).told.map((/** @type {{ outcome: string }} */ { outcome }) => outcome);

describe('an object that is overwritten while it is screened', () => {
  test('is not moved: the one that has come is screened, by its own event', async () => {
    const { worker } = await screening(async (operation, { put }, _request, time) => {
      if (operation === 'POST /file' && time === 0) await put('a', 'second');
      return undefined;
    });
    await worker.put('a', 'first');
    assert.equal(await worker.made('a'), 'ack');
    assert.deepEqual(await outcomes(worker), ['overwritten']);
    assert.deepEqual(await worker.keys('CLEAN'), []);
    assert.equal(await worker.made('a'), 'ack');
    assert.deepEqual(await outcomes(worker), ['clean']);
    assert.equal(await worker.text('CLEAN', 'a'), 'second');
  });

  test('by one with the same MD5, and so the same ETag: that does not pass for it', async () => {
    // X. Wang, H. Yu: How to Break MD5 and Other Hash Functions (2005).
    const good = Buffer.from(
      'd131dd02c5e6eec4693d9a0698aff95c2fcab58712467eab4004583eb8fb7f8955ad340609f4b30283e488832571415a085125e8f7cdc99fd91dbdf280373c5bd8823e3156348f5bae6dacd436c919c6dd53e2b487da03fd02396306d248cda0e99f33420f577ee8ce54b67080a80d1ec69821bcb6a8839396f9652b6ff72a70',
      'hex',
    );
    const bad = Buffer.from(
      'd131dd02c5e6eec4693d9a0698aff95c2fcab50712467eab4004583eb8fb7f8955ad340609f4b30283e4888325f1415a085125e8f7cdc99fd91dbd7280373c5bd8823e3156348f5bae6dacd436c919c6dd53e23487da03fd02396306d248cda0e99f33420f577ee8ce54b67080280d1ec69821bcb6a8839396f965ab6ff72a70',
      'hex',
    );
    const md5 = (/** @type {Buffer} */ bytes) => createHash('md5').update(bytes).digest('hex');
    assert.equal(md5(good), md5(bad));
    const { worker } = await screening(async (operation, { put }, _request, time) => {
      if (operation !== 'GET /file/*') return undefined;
      if (time > 0) return blocked();
      await put('a', bad);
      return clean();
    });
    await worker.put('a', good);
    const first = await worker.made('a');
    assert.deepEqual(await worker.keys('CLEAN'), []);
    // If the ETag is an MD5, the write to the clean bucket detects the change, and it is retried.
    assert.equal(first, edgeRuntime() === 'workerd' ? 5 : 'ack');
    assert.equal(await worker.made('a', 2), 'ack');
    assert.deepEqual(await worker.keys('CLEAN'), []);
    assert.deepEqual(await worker.keys('QUARANTINE'), ['a', 'a.report.json']);
  });

  test('while it is moved: the new one stays, and is screened', async () => {
    const { worker } = await screening(
      () => undefined,
      async (act, { put }, time) => {
        if (act === 'clean/put' && time === 0) await put('a', 'second');
      },
    );
    await worker.put('a', 'first');
    // A folder detects it while reading, R2 when deleting.
    assert.equal(await worker.made('a'), edgeRuntime() === 'workerd' ? 'ack' : 5);
    assert.deepEqual(await worker.keys('INBOX'), ['a']);
    assert.equal(await worker.made('a', 2), 'ack');
    assert.deepEqual(await worker.keys('INBOX'), []);
    assert.equal(await worker.text('CLEAN', 'a'), 'second');
  });

  test('in the moment in which it is deleted: that one is not let through', async () => {
    const { worker } = await screening(
      () => undefined,
      async (act, { put }, time) => {
        if (act === 'inbox/delete' && time === 0) await put('a', 'second');
      },
    );
    await worker.put('a', 'first');
    assert.equal(await worker.made('a'), 'ack');
    assert.equal(await worker.text('CLEAN', 'a'), 'first');
    // R2 has no conditional deletion, so the object is lost there. A folder keeps it.
    const left = edgeRuntime() === 'workerd' ? [] : ['a'];
    assert.deepEqual(await worker.keys('INBOX'), left);
    assert.equal(await worker.made('a'), 'ack');
    assert.equal(await worker.text('CLEAN', 'a'), left.length > 0 ? 'second' : 'first');
  });
});

test('an object that is deleted while it is screened counts as processed', async () => {
  const { worker } = await screening(async (operation, { bucket }) => {
    if (operation === 'POST /file') await (await bucket('INBOX')).delete('a');
    return undefined;
  });
  await worker.put('a', 'a');
  assert.equal(await worker.made('a'), 'ack');
  assert.deepEqual(await outcomes(worker), ['gone']);
  for (const name of ['CLEAN', 'QUARANTINE']) assert.deepEqual(await worker.keys(name), []);
});

test('a message that comes several times, at once and later, has one effect', async () => {
  const { worker } = await screening(() => undefined);
  await worker.put('a', 'a');
  const acts = await Promise.all([1, 2, 3, 4].map(() => worker.made('a')));
  assert.ok(acts.includes('ack'));
  for (const attempts of [2, 3]) assert.equal(await worker.made('a', attempts), 'ack');
  assert.deepEqual(await worker.keys('INBOX'), []);
  assert.deepEqual(await worker.keys('CLEAN'), ['a']);
  assert.equal(await worker.text('CLEAN', 'a'), 'a');
  assert.deepEqual(await worker.keys('QUARANTINE'), []);
});

test('an older object that arrives later does not take the place of a newer one', async () => {
  const { worker } = await screening(
    (operation, _worker, request) =>
      operation === 'GET /hash/*' ? knownClean(request) : undefined,
    async (act, { put, made }, time) => {
      if (act !== 'clean/put' || time > 0) return;
      // The first object has been opened to be moved. Everything about the second one happens now.
      await put('a', 'second');
      assert.equal(await made('a'), 'ack');
    },
  );
  await worker.put('a', 'first');
  assert.equal(await worker.made('a'), 5);
  assert.equal(await worker.text('CLEAN', 'a'), 'second');
  assert.equal(await worker.made('a', 2), 'ack');
  assert.equal(await worker.text('CLEAN', 'a'), 'second');
  assert.deepEqual(await worker.keys('INBOX'), []);
});

test('what fails on the way is done by the next attempt', async () => {
  const { worker } = await screening(
    () => undefined,
    (act, _worker, time) => {
      if (time === 0) throw new Error(`${act} fails`);
    },
  );
  await worker.put('a', 'a');
  // The write to the clean bucket, then the deletion.
  assert.equal(await worker.made('a'), 5);
  assert.deepEqual([await worker.keys('INBOX'), await worker.keys('CLEAN')], [['a'], []]);
  assert.equal(await worker.made('a', 2), 10);
  assert.deepEqual([await worker.keys('INBOX'), await worker.keys('CLEAN')], [['a'], ['a']]);
  assert.equal(await worker.made('a', 3), 'ack');
  assert.deepEqual([await worker.keys('INBOX'), await worker.keys('CLEAN')], [[], ['a']]);
  assert.equal((await worker.verified('a')).verdict, 'allowed');
});

test('what fails to the last is left where it is', async () => {
  const { worker } = await screening(
    () => undefined,
    () => {
      throw new Error('always');
    },
  );
  await worker.put('a', 'a');
  assert.equal(await worker.made('a', 12), 'ack');
  assert.deepEqual(await outcomes(worker), ['left']);
  assert.deepEqual([await worker.keys('INBOX'), await worker.keys('CLEAN')], [['a'], []]);
});
