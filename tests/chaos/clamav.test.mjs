// @ts-check
// ClamAV dies, or hangs, while it scans: what it did not look at to the end is not allowed.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import fc from 'fast-check';
import { connect } from 'metadefender-wasm';
import { AT_ONCE } from '../behaviour/reports.js';
import { startGateway } from '../support/gateway.mjs';
import { clamdText, startClamd } from './support/clamd.mjs';
import { assertScannedIfAllowed, outcomeOf, rounds } from './support/outcome.mjs';
import { eicarText } from './support/samples.mjs';

/** @typedef {import('metadefender-wasm').MetaDefender} MetaDefender */

/** @type {Awaited<ReturnType<typeof startClamd>>} */
let clamd;
/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
/** @type {MetaDefender} */
let metadefender;
before(async () => {
  clamd = await startClamd();
  gateway = await startGateway('--clamd', clamd.socket);
  metadefender = await connect({ baseUrl: gateway.address });
});
afterEach(async () => {
  clamd.carryOn();
  await clamd.start();
});
after(async () => {
  await gateway?.stop();
  await clamd?.stop();
});

/** What is clean, what only ClamAV finds, and what another engine finds as well. @param {'quick' | 'slow' | 'endless'} speed */
const samples = (speed) => ({
  clean: clamdText({ speed }),
  marked: clamdText({ speed, isMarked: true }),
  eicar: eicarText(),
});

/** @param {Record<string, string>} texts */
const scanAll = (texts) =>
  Promise.all(
    Object.values(texts).map((text) =>
      metadefender.scan(new Blob([text]), { poll: AT_ONCE, timeout: 45_000 }),
    ),
  );

/** What ClamAV says in the report of a scan: 0 of a clean file, 1 of an infected one, 3 where it failed. */
const clamavOf = (/** @type {import('metadefender-wasm').Scan | undefined} */ scan) =>
  scan?.result.scan_results?.scan_details?.['ClamAV']?.scan_result_i;

/** @param {Record<string, string>} texts */
async function assertScannedWell(texts) {
  const scans = await scanAll(texts);
  assert.deepEqual(
    scans.map(({ verdict, reason }) => `${verdict}: ${reason}`),
    ['allowed: no-threat-detected', 'blocked: infected', 'blocked: infected'],
  );
  assert.deepEqual(scans.slice(0, 2).map(clamavOf), [0, 1]);
}

test('files that are scanned as ClamAV is killed are not allowed, and can be scanned anew', async () => {
  const texts = samples('endless');
  const scans = scanAll(texts);
  await clamd.untilScanning(2);
  await clamd.kill();
  const [clean, marked] = await scans;
  assert.deepEqual([clean, marked].map(clamavOf), [3, 3], 'ClamAV had not come to an end');
  // Neither these, nor what comes while nobody is there to look at it.
  for (const scan of [...(await scans), ...(await scanAll(samples('quick')))])
    assert.notEqual(scan.verdict, 'allowed');

  // The very same files, and time to look at them: nobody goes by what was not a result.
  await clamd.start({ backtracks: false });
  await assertScannedWell(texts);
  // The next test has the signature again that takes its time.
  await clamd.kill();
});

test('a file whose scan hangs is not allowed in the meantime, and its scan can be taken up', async () => {
  await assertScannedWell(samples('quick'));
  clamd.freeze();
  const texts = samples('quick');
  const ids = await Promise.all(
    Object.values(texts).map(async (text) => {
      const scan = metadefender.scan(new Blob([text]), { poll: AT_ONCE, timeout: 200 });
      const { code, error } = await outcomeOf(scan);
      assert.equal(code, 'timeout');
      return String(error?.dataId);
    }),
  );
  clamd.carryOn();
  const scans = await Promise.all(ids.map((id) => metadefender.resume(id, { poll: AT_ONCE })));
  assert.deepEqual(
    scans.map(({ verdict }) => verdict),
    ['allowed', 'blocked', 'blocked'],
  );
});

test('whenever ClamAV dies and comes back, what it did not look at is not allowed', async () => {
  const file = fc.record({
    kind: fc.constantFrom(.../** @type {const} */ (['clean', 'marked', 'eicar'])),
    speed: fc.constantFrom(.../** @type {const} */ (['quick', 'slow'])),
  });
  /** How many files have their verdict as clamd is killed, and as it is started again. */
  const moments = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 4 }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(file, { minLength: 8, maxLength: 8 }),
      moments,
      async (files, [death, pause]) => {
        let count = 0;
        /** @type {Promise<unknown>} */
        let change = Promise.resolve();
        const onEnd = () => {
          count += 1;
          if (count === death + 1) change = change.then(clamd.kill);
          if (count === death + pause + 1) change = change.then(() => clamd.start());
        };
        await Promise.all(
          files.map(async ({ kind, speed }) => {
            const text = samples(speed)[kind];
            const scan = metadefender.scan(new Blob([text]), { poll: AT_ONCE, timeout: 45_000 });
            const { value } = await outcomeOf(scan);
            onEnd();
            if (kind !== 'clean') assert.notEqual(value?.verdict, 'allowed');
            assertScannedIfAllowed(value, text);
          }),
        );
        await change;
        await assertScannedWell(samples('quick'));
      },
    ),
    rounds(),
  );
});
