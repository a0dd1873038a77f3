// @ts-check
// ClamAV dies or hangs during scans: files that it did not scan completely are not allowed.
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

/** A clean file, one that only ClamAV detects, and one that another engine detects as well. @param {'quick' | 'slow' | 'endless'} speed */
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

/** ClamAV's result in the report of a scan: 0 for a clean file, 1 for an infected one, 3 if it failed. */
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

test('files in a scan when ClamAV is killed are not allowed, and can be scanned again', async () => {
  const texts = samples('endless');
  const scans = scanAll(texts);
  await clamd.untilScanning(2);
  await clamd.kill();
  const [clean, marked] = await scans;
  assert.deepEqual([clean, marked].map(clamavOf), [3, 3], 'ClamAV had not come to an end');
  // Neither these nor files that arrive while ClamAV is down.
  for (const scan of [...(await scans), ...(await scanAll(samples('quick')))])
    assert.notEqual(scan.verdict, 'allowed');

  // The same files, now with time for the scan: the failed results are not reused.
  await clamd.start({ backtracks: false });
  await assertScannedWell(texts);
  // The next test uses the slow signature again.
  await clamd.kill();
});

test('a file is not allowed while its scan hangs, and the scan can be resumed', async () => {
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

test('whenever ClamAV dies and restarts, files that it did not scan are not allowed', async () => {
  const file = fc.record({
    kind: fc.constantFrom(.../** @type {const} */ (['clean', 'marked', 'eicar'])),
    speed: fc.constantFrom(.../** @type {const} */ (['quick', 'slow'])),
  });
  /** How many files have their verdict when clamd is killed, and when it is restarted. */
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
          // At the latest when all files are done.
          if (count === Math.min(death + pause + 1, files.length))
            change = change.then(() => clamd.start());
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
