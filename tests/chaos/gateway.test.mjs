// @ts-check
// The gateway is killed during analyses, and restarted: each call ends, and allows nothing that was
// not scanned.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import fc from 'fast-check';
import { connect } from 'metadefender-wasm';
import { AT_ONCE } from '../behaviour/reports.js';
import { startMortalGateway } from './support/mortal-gateway.mjs';
import { assertScannedIfAllowed, outcomeOf, rounds } from './support/outcome.mjs';
import { cleanText, eicarText } from './support/samples.mjs';
import { SCAN_HEADER, watchAnalyses } from './support/under-way.mjs';

/** @typedef {import('metadefender-wasm').MetaDefender} MetaDefender */
/** @typedef {import('metadefender-wasm').Progress} Progress */

const MIB = 1024 * 1024;

/** @type {Awaited<ReturnType<typeof startMortalGateway>>} */
let gateway;
/** @type {MetaDefender} */
let metadefender;
before(async () => {
  gateway = await startMortalGateway();
});
beforeEach(async () => {
  // Enough attempts for a restart.
  metadefender = await connect({
    baseUrl: gateway.address,
    headers: SCAN_HEADER,
    retry: { attempts: 30, baseDelay: 20, maxDelay: 100 },
    timeout: 5000,
  });
});
after(() => gateway?.stop());

const blobOf = (/** @type {string} */ text) => new Blob([text]);

/**
 * Every call that awaits the analysis of a text.
 * @type {Record<string, (text: string, options: import('metadefender-wasm').WaitOptions) => Promise<import('metadefender-wasm').Scan>>}
 */
const CALLS = {
  scan: (text, options) => metadefender.scan(blobOf(text), options),
  async resume(text, options) {
    const { dataId } = await metadefender.analyze(blobOf(text));
    return metadefender.resume(dataId, options);
  },
  async scanBatch(text, options) {
    const { verdict, files, error } = await metadefender.scanBatch([blobOf(text)], options);
    const [file] = files;
    if (file?.error) throw file.error;
    // A gateway that dies between the file's verdict and the close of the batch loses the batch.
    const isLost = error !== undefined && file?.scan?.verdict === 'allowed';
    assert.equal(verdict, isLost ? 'undetermined' : file?.scan?.verdict);
    return file?.scan ?? assert.fail('neither a scan nor an error');
  },
};

/** Makes each of the calls, and waits until all their analyses are running. */
async function underWay(timeout = 45_000) {
  const areFollowed = await watchAnalyses(gateway.address);
  const calls = Object.entries(CALLS).flatMap(([name, call]) =>
    [cleanText(), eicarText()].map((text) => {
      return { name, text, outcome: outcomeOf(call(text, { poll: AT_ONCE, timeout })) };
    }),
  );
  await areFollowed(calls.length);
  return calls;
}

test('a lost analysis has no verdict, and the file can be scanned again', async () => {
  await gateway.start({ isSlow: true });
  const calls = await underWay();
  await gateway.kill();
  await gateway.start();
  for (const { name, outcome } of calls) assert.equal((await outcome).code, 'not-found', name);
  for (const { name, text } of calls) {
    const scan = await CALLS[name]?.(text, { poll: AT_ONCE });
    assert.equal(scan?.verdict, text.startsWith('harmless') ? 'allowed' : 'blocked', name);
  }
});

test('an analysis whose gateway does not restart has no verdict', async () => {
  await gateway.start({ isSlow: true });
  metadefender = await connect({
    baseUrl: gateway.address,
    headers: SCAN_HEADER,
    retry: { attempts: 3, baseDelay: 1 },
  });
  const calls = await underWay(4000);
  await gateway.kill();
  // The calls poll until their timeout: an unreachable gateway may still have the analysis.
  for (const { name, outcome } of calls) assert.equal((await outcome).code, 'network', name);
  await Promise.all(
    calls.map(async ({ name, text }) => {
      const { code } = await outcomeOf(/** @type {any} */ (CALLS[name])(text, { timeout: 1000 }));
      assert.equal(code, 'network', name);
    }),
  );
});

test('a lost session is refused, and the user can log in again', async () => {
  await gateway.start({ isSlow: true });
  await metadefender.login('admin', 'admin');
  const calls = await underWay();
  await gateway.kill();
  await gateway.start();
  for (const { name, outcome } of calls) assert.equal((await outcome).code, 'forbidden', name);
  await metadefender.login('admin', 'admin');
  assert.equal((await metadefender.scan(blobOf(eicarText()))).verdict, 'blocked');
});

/** Kills the gateway as soon as a part of an upload is sent, and restarts it. */
function killInUpload() {
  /** @type {Promise<void> | undefined} */
  let restart;
  return {
    restarted: () => restart,
    /** @param {Progress} progress */
    onProgress({ phase, loaded }) {
      if (phase === 'upload' && loaded > 0) restart ??= gateway.kill().then(() => gateway.start());
    },
  };
}

test('a file is sent again and scanned if the gateway dies during its upload', async () => {
  await gateway.start();
  const { onProgress, restarted } = killInUpload();
  const content = Buffer.alloc(32 * MIB, cleanText());
  const scan = metadefender.scan(new Blob([content]), { lookup: false, onProgress });
  const { value, code } = await outcomeOf(scan);
  assert.ok(restarted(), 'the gateway was killed');
  await restarted();
  assert.equal(value?.verdict, 'allowed', code);
  assertScannedIfAllowed(value, content);
});

test('a stream has no verdict if the gateway dies during its upload, as it cannot be sent again', async () => {
  await gateway.start();
  const { onProgress, restarted } = killInUpload();
  const content = new Blob([Buffer.alloc(32 * MIB, cleanText())]);
  const options = { contentLength: content.size, onProgress };
  assert.equal((await outcomeOf(metadefender.scan(content.stream(), options))).code, 'network');
  assert.ok(restarted(), 'the gateway was killed');
  await restarted();
});

test('whenever the gateway dies, no unscanned file is allowed', async () => {
  const call = fc.record({
    name: fc.constantFrom(...Object.keys(CALLS)),
    isInfected: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(call, { minLength: 10, maxLength: 10 }),
      // At which news of any call.
      fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 3 }),
      async (calls, deaths) => {
        await gateway.start();
        let news = 0;
        let restart = Promise.resolve();
        const onProgress = () => {
          news += 1;
          if (!deaths.includes(news)) return;
          restart = restart.then(gateway.kill).then(() => gateway.start());
        };
        await Promise.all(
          calls.map(async ({ name, isInfected }) => {
            const text = isInfected ? eicarText() : cleanText();
            const options = { poll: AT_ONCE, timeout: 45_000, onProgress };
            const { value } = await outcomeOf(/** @type {any} */ (CALLS[name])(text, options));
            if (isInfected) assert.notEqual(value?.verdict, 'allowed');
            assertScannedIfAllowed(value, text);
          }),
        );
        await restart;
      },
    ),
    rounds(),
  );
});
