// @ts-check
// A Worker's isolate is replaced at any time: its memory is lost, and its open requests are aborted.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { connect } from 'metadefender-wasm';
import { AT_ONCE } from '../behaviour/reports.js';
import { stickyBalancer } from '../behaviour/sticky.js';
import { KEY, startProxy } from '../packed/support/proxy.mjs';
import { keeper, until } from '../packed/support/screening.mjs';
import { startGateway } from '../support/gateway.mjs';
import {
  assertKept,
  deliverAll,
  endsOf,
  recordsIn,
  sendAll,
  startHolding,
  upload,
} from './support/held-uploads.mjs';
import { assertScannedIfAllowed, outcomeOf, rounds } from './support/outcome.mjs';
import { cleanText, eicarText } from './support/samples.mjs';

const kept = keeper();

/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
before(async () => {
  gateway = kept(await startGateway('--api-key', KEY));
});
afterEach(() => gateway.behave());

/** Analyses do not end until `gateway.behave()`. */
const holdAnalyses = () => gateway.misbehave('GET /file/{data_id}', 'progress=stuck:50');

describe('a proxy for pages', () => {
  /** @type {Awaited<ReturnType<typeof stickyBalancer>>} */
  let balancer;
  /** @type {Awaited<ReturnType<typeof startProxy>>} */
  let proxy;
  before(async () => {
    // Only a cookie leads to the node with an analysis, so the handle has to carry it from isolate to isolate.
    balancer = await stickyBalancer(gateway.address);
    proxy = await startProxy(balancer.address);
  });
  after(async () => {
    await proxy?.stop();
    await balancer?.stop();
  });

  const retry = { attempts: 30, baseDelay: 50, maxDelay: 200 };
  const client = () => connect({ baseUrl: proxy.scan, retry });
  const texts = () => [cleanText(), eicarText()];

  test('running scans continue in the new isolate, each to its own verdict', async () => {
    const metadefender = await client();
    await holdAnalyses();
    const scans = texts().map((text) => {
      /** @type {() => void} */
      let begin = () => {};
      const isBegun = /** @type {Promise<void>} */ (new Promise((resolve) => (begin = resolve)));
      const scan = metadefender.scan(new Blob([text]), {
        poll: AT_ONCE,
        onProgress: ({ phase }) => phase === 'scan' && begin(),
      });
      const outcome = outcomeOf(scan);
      return { scan: outcome, isBegun: Promise.race([isBegun, outcome]) };
    });
    await Promise.all(scans.map(({ isBegun }) => isBegun));
    await proxy.reload();
    await gateway.behave();
    const outcomes = await Promise.all(scans.map(({ scan }) => scan));
    assert.deepEqual(
      outcomes.map(({ value, error }) => value?.verdict ?? String(error)),
      ['allowed', 'blocked'],
    );
  });

  test('a handle is valid for its analysis in another isolate, but not with another secret', async (t) => {
    const [first, second] = [
      'a first secret, which is long enough',
      'a second one, which is long enough as well',
    ];
    const secrets = [[first], [second, first], [second]];
    const proxies = await Promise.all(
      secrets.map((secret) =>
        startProxy(balancer.address, { secret: /** @type {string[]} */ (secret) }),
      ),
    );
    t.after(() => Promise.all(proxies.map(({ stop }) => stop())));
    const [before, during, after] = await Promise.all(
      proxies.map(({ scan }) => connect({ baseUrl: scan })),
    );
    const handles = await Promise.all(
      texts().map(async (text) => (await before?.analyze(new Blob([text])))?.dataId ?? ''),
    );
    const verdicts = async (/** @type {typeof before} */ metadefender) => {
      assert.ok(metadefender);
      const resumed = handles.map((handle) => outcomeOf(metadefender.resume(handle)));
      return (await Promise.all(resumed)).map(({ value, code }) => value?.verdict ?? code);
    };
    assert.deepEqual(await verdicts(during), ['allowed', 'blocked']);
    assert.deepEqual(await verdicts(after), ['not-found', 'not-found']);
  });

  test('an aborted upload is sent again, and gets its own verdict', async () => {
    const metadefender = await client();
    const content = Buffer.alloc(32 << 20, cleanText());
    /** @type {Promise<void> | undefined} */
    let reloaded;
    const scan = metadefender.scan(new Blob([content]), {
      lookup: false,
      poll: AT_ONCE,
      onProgress({ phase, loaded }) {
        if (phase === 'upload' && loaded > 0) reloaded ??= proxy.reload();
      },
    });
    const { value, code } = await outcomeOf(scan, 60_000);
    assert.ok(reloaded, 'it was replaced');
    await reloaded;
    assert.equal(value?.verdict, 'allowed', code);
    assertScannedIfAllowed(value, content);
  });
});

describe('preScreen', () => {
  for (const hasQueue of [true, false]) {
    test(`completes accepted uploads, with ${hasQueue ? 'a queue' : 'status requests'}`, async (t) => {
      const { worker, plan, origin, stop } = await startHolding(gateway.address, { hasQueue });
      t.after(stop);
      await holdAnalyses();
      const sent = await sendAll(
        worker.address,
        Object.values(upload).map((make) => make()),
      );
      assert.ok(sent.every(({ status }) => status));
      await worker.reload();
      await gateway.behave();
      if (hasQueue) await deliverAll(worker.address, plan.messages);
      await worker.reload();
      const ends = await endsOf(
        worker,
        sent.map(({ status }) => `${status}`),
      );
      for (const one of sent) {
        const end = ends.get(`${one.status}`);
        assert.equal(end, one.isInfected ? 'blocked' : 'delivered');
        assertKept(one, origin.received, end);
      }
    });
  }

  test('delivers no upload that was not accepted yet, and it can be sent again', async (t) => {
    const { worker, plan, origin, stop } = await startHolding(gateway.address);
    t.after(stop);
    // Their lookups last until then.
    await gateway.misbehave('GET /hash/{hash}', 'latency=60000');
    await gateway.misbehave('POST /file', 'latency=60000');
    const uploads = [upload.small(), upload.infected(), upload.large()];
    const cutOff = sendAll(worker.address, uploads);
    // The last one's body is in the bucket.
    await until(() => plan.count() > 0);
    await worker.reload();
    for (const one of await cutOff) {
      assert.equal(one.answered, 0);
      assertKept(one, origin.received, undefined);
    }
    await gateway.behave();
    for (const one of await sendAll(worker.address, uploads))
      assert.equal(one.answered, one.isInfected ? 422 : 200);
  });

  test('does not repeat a delivery that was in progress, and its status says so', async (t) => {
    /** @type {(() => void)[]} */
    const arrivals = [];
    const { worker, origin, stop } = await startHolding(gateway.address, {
      hasQueue: false,
      // An origin that never responds.
      answer: () => arrivals.splice(0).forEach((resolve) => resolve()),
    });
    t.after(stop);
    await holdAnalyses();
    const [one] = await sendAll(worker.address, [upload.large()]);
    const status = `${one?.status}`;
    await gateway.behave();
    const arrived = /** @type {Promise<void>} */ (new Promise((resolve) => arrivals.push(resolve)));
    const asked = fetch(status).catch(() => undefined);
    await arrived;
    await worker.reload();
    await asked;
    assert.equal((await fetch(status)).status, 202);
    const ends = await endsOf(worker, [status]);
    assert.equal(ends.get(status), 'delivery-unknown');
    assert.equal(origin.received.length, 1);
    const [held] = await recordsIn(await worker.bucket('HOLDING'));
    assert.equal(held?.record.request, undefined, 'its cookies are not kept');
  });

  test('lets nothing pass unscreened or twice, whenever the isolate is replaced', async (t) => {
    const { worker, plan, origin, stop } = await startHolding(gateway.address);
    t.after(stop);
    const kinds = fc.array(
      fc.constantFrom(.../** @type {(keyof typeof upload)[]} */ (Object.keys(upload))),
      { minLength: 12, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(
        kinds,
        // The number of bucket and queue calls before that.
        fc.uniqueArray(fc.integer({ min: 1, max: 80 }), { minLength: 1, maxLength: 2 }),
        async (all, deaths) => {
          plan.messages.length = 0;
          origin.received.length = 0;
          let reloads = Promise.resolve();
          const before = plan.count();
          plan.onCall((count) => {
            if (deaths.includes(count - before)) reloads = reloads.then(() => worker.reload());
          });
          const sent = await sendAll(
            worker.address,
            all.map((kind) => upload[kind]()),
          );
          await reloads;
          await deliverAll(worker.address, plan.messages);
          await reloads;
          plan.onCall(() => {});
          const ends = await endsOf(
            worker,
            sent.flatMap(({ status }) => (status ? [status] : [])),
          );
          for (const one of sent) assertKept(one, origin.received, ends.get(`${one.status}`));
        },
      ),
      rounds(),
    );
  });
});
