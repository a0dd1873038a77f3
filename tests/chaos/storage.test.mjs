// @ts-check
// The bucket and the queue of preScreen fail, repeat and delay calls: nothing reaches the origin unscreened, and what
// was accepted is not lost.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import {
  keeper,
  keysOf,
  startOrigin,
  startScreening,
  until,
} from '../packed/support/screening.mjs';
import { startGateway } from '../support/gateway.mjs';
import {
  askAll,
  assertKept,
  deliverAll,
  endsOf,
  recordsIn,
  sendAll,
  startHolding,
  upload,
} from './support/held-uploads.mjs';
import { rounds } from './support/outcome.mjs';
/** @import { Fault } from './support/fault-plan.mjs' */

const kept = keeper();

/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
before(async () => {
  gateway = kept(await startGateway());
});

/** The possible faults of a call. @param {string} name @returns {Fault[]} */
const faultsOf = (name) => [
  { fail: 'before' },
  { fail: 'after' },
  .../** @type {Fault[]} */ (
    name === 'get'
      ? [
          { fail: 'break', bytes: 10 },
          { fail: 'cut', bytes: 10 },
        ]
      : []
  ),
];

for (const hasQueue of [true, false]) {
  describe(hasQueue ? 'with a queue' : 'with status requests', () => {
    /** @type {Awaited<ReturnType<typeof startHolding>>} */
    let setting;
    before(async () => {
      setting = kept(await startHolding(gateway.address, { hasQueue }));
    });

    /**
     * Sends uploads whose calls go wrong as planned, follows them to their ends, and checks these.
     * @param {{ content: Buffer<ArrayBuffer>, isInfected: boolean }[]} uploads
     * @param {Map<number, Fault>[]} plans
     * @param {Parameters<typeof deliverAll>[2]} [how]
     */
    async function survive(uploads, plans, how) {
      const { plan, origin, worker } = setting;
      plan.begin(plans);
      plan.messages.length = 0;
      origin.received.length = 0;
      // Not before all of them are pending.
      await gateway.misbehave('GET /file/{data_id}', 'progress=stuck:50');
      await gateway.misbehave('GET /hash/{hash}', 'not-found=404');
      const sent = await sendAll(worker.address, uploads);
      const statuses = sent.flatMap(({ status }) => (status ? [status] : []));
      /** @param {Parameters<typeof deliverAll>[2]} [how] */
      const goOn = (how) =>
        hasQueue ? deliverAll(worker.address, plan.messages, how) : askAll(statuses, how);
      // While the analyses run, nothing is delivered.
      await goOn({ most: 1 });
      assert.equal(origin.received.length, 0);
      await gateway.behave();
      await goOn(how);
      plan.end();
      const ends = await endsOf(worker, statuses);
      return sent.map((one) => {
        const end = ends.get(one.status ?? '');
        assertKept(one, origin.received, end);
        return { ...one, end };
      });
    }

    test('without faults, all uploads are accepted, and the clean ones are delivered', async () => {
      const { origin } = setting;
      const sent = await survive([upload.small(), upload.large(), upload.infected()], []);
      assert.deepEqual(
        sent.map(({ answered }) => answered),
        [202, 202, 202],
      );
      assert.equal(origin.received.length, 2);
    });

    test('messages and questions that come many times at once deliver once', async () => {
      const all = Object.values(upload);
      const uploads = [...all, ...all, ...all].map((make) => make());
      for (const { isInfected, end } of await survive(uploads, [], { copies: 5 }))
        assert.equal(end, isInfected ? 'blocked' : 'delivered');
    });

    test('any single call of the bucket or the queue can fail', async () => {
      await survive([upload.large()], []);
      const calls = setting.plan.calls().at(-1) ?? [];
      const faults = calls.flatMap((name, index) =>
        faultsOf(name).map((fault) => /** @type {const} */ ([index + 1, fault])),
      );
      const all = Object.values(upload);
      const plans = all.flatMap(() => faults.map((fault) => new Map([fault])));
      const uploads = await survive(
        all.flatMap((make) => faults.map(() => make())),
        plans,
      );
      // Every accepted upload survives one failure.
      const accepted = uploads.filter(({ answered }) => answered === 202);
      assert.ok(accepted.length > plans.length / 2);
      for (const { isInfected, end } of accepted)
        assert.equal(end, isInfected ? 'blocked' : 'delivered');
      // Nothing remains of other uploads that a message could still find.
      const records = await recordsIn(await setting.worker.bucket('HOLDING'));
      const unended = records.filter(({ record }) => !record.ending);
      assert.deepEqual(
        unended.map(({ key }) => key),
        [],
      );
    });

    test('any combination of faults can occur', async () => {
      const fault = fc.record({
        fail: fc.constantFrom(undefined, 'before', 'after', 'break', 'cut'),
        bytes: fc.integer({ min: 0, max: 5000 }),
        delay: fc.constantFrom(0, 0, 30, 200),
      });
      const one = fc.record({
        kind: fc.constantFrom(.../** @type {(keyof typeof upload)[]} */ (Object.keys(upload))),
        faults: fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fault), { maxLength: 6 }),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(one, { minLength: 20, maxLength: 20 }),
          fc.integer({ min: 1, max: 3 }),
          async (all, copies) => {
            const plans = all.map(
              ({ faults }) => new Map(/** @type {[number, Fault][]} */ (faults)),
            );
            const uploads = all.map(({ kind }) => upload[kind]());
            await survive(uploads, plans, { copies, order: (ids) => ids.toReversed() });
          },
        ),
        rounds(),
      );
    });
  });
}
