// @ts-check
// The network between a client and the gateway breaks at any byte: a call is retried, or fails with an error that says so, and
// no incomplete response allows anything.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import fc from 'fast-check';
import { connect, MetaDefenderError } from 'metadefender-wasm';
import { AT_ONCE } from '../behaviour/reports.js';
import { startGateway } from '../support/gateway.mjs';
import { startFaultyWire } from './support/faulty-wire.mjs';
import { assertScannedIfAllowed, outcomeOf, rounds } from './support/outcome.mjs';
import { cleanText, eicarText } from './support/samples.mjs';
/** @import { WireFault } from './support/faulty-wire.mjs' */

const LOOKUP = /^GET \/hash\//;
const UPLOAD = /^POST \/file$/;
const REPORT = /^GET \/file\/[\da-f]{32}$/;
const COPY = /^GET \/file\/converted\//;

/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
before(async () => {
  gateway = await startGateway();
});
after(() => gateway?.stop());

/** @type {Awaited<ReturnType<typeof startFaultyWire>>[]} */
let wires = [];
afterEach(async () => {
  await Promise.all(wires.map((wire) => wire.stop()));
  wires = [];
});

/**
 * Of what may be silent, ms. What is not must not become a timeout on a busy machine: an upload without a response is looked up
 * by its hash, in an answer that nothing cuts.
 */
const SHORT = { timeout: 500, responseTimeout: 500 };

/**
 * A client with its own wire.
 * @param {WireFault[]} faults
 * @param {Partial<import('metadefender-wasm').ConnectOptions>} [options]
 */
async function clientOn(faults, options) {
  const wire = await startFaultyWire(gateway.address);
  wires.push(wire);
  wire.plan(...faults);
  const retry = { attempts: 3, baseDelay: 1 };
  const metadefender = await connect({ baseUrl: wire.address, retry, ...options });
  return { wire, metadefender };
}

/** @typedef {Awaited<ReturnType<typeof clientOn>>} OnWire */

/** Positions distributed over so many bytes. @param {number} length @param {number} count */
const spread = (length, count) =>
  Array.from({ length: count }, (_, index) => Math.floor((length * index) / count));

test('a report that is always incomplete allows nothing, wherever it is cut', async () => {
  const whole = await clientOn([]);
  await whole.metadefender.scan(new Blob([cleanText()]), { poll: AT_ONCE });
  const length = whole.wire.exchanges.at(-1)?.answer ?? 0;
  assert.ok(length > 1000, 'the last answer is a report');
  const cuts = spread(length, 30).flatMap((at) =>
    /** @type {const} */ (['reset', 'end']).map((how) => ({ at, how })),
  );
  // The last position, as headers may differ by some bytes.
  cuts.push({ at: length - 20, how: 'end' });
  await Promise.all(
    cuts.map(async (cut) => {
      const faults = /** @type {WireFault[]} */ ([{ ...cut, operation: REPORT, side: 'answer' }]);
      const { metadefender } = await clientOn(faults, { retry: { attempts: 1 } });
      const scan = metadefender.scan(new Blob([cleanText()]), { poll: AT_ONCE, timeout: 1000 });
      const { value, code } = await outcomeOf(scan);
      const what = `${cut.how} at ${cut.at}: ${value?.verdict}`;
      assert.ok(['network', 'timeout'].includes(`${code}`), what);
    }),
  );
});

test('a truncated clean copy is an error', async () => {
  const html = `<!doctype html><p>${cleanText()}</p>${'<i>long</i>'.repeat(500)}`;
  const { wire, metadefender } = await clientOn([]);
  const file = new File([html], 'page.html', { type: 'text/html' });
  const { dataId } = await metadefender.scan(file, { poll: AT_ONCE });
  const copy = await (await metadefender.downloadSanitized(dataId)).text();
  const length = wire.exchanges.at(-1)?.answer ?? 0;
  assert.ok(length > copy.length);
  await Promise.all(
    spread(length, 20).map(async (at) => {
      const { metadefender } = await clientOn([
        { operation: COPY, side: 'answer', how: 'end', at },
      ]);
      const got = await metadefender.downloadSanitized(dataId).then(
        (response) => response.text().catch(() => undefined),
        (error) => assert.ok(error instanceof MetaDefenderError, String(error)),
      );
      assert.equal(got, undefined, `cut at ${at}`);
    }),
  );
});

/** Where an upload breaks, and how often it is sent. @type {[string, Omit<WireFault, 'operation'>, number][]} */
const UPLOADS = [
  ['in its headers', { side: 'request', how: 'reset', at: 50 }, 2],
  ['amid its bytes', { side: 'request', how: 'reset', at: 100_000 }, 2],
  // The upload has arrived, and is found by its hash.
  ['before its answer', { side: 'answer', how: 'reset', at: 0 }, 1],
  ['amid its answer', { side: 'answer', how: 'end', at: 60 }, 1],
];
for (const [where, fault, uploads] of UPLOADS) {
  test(`an upload that breaks ${where} is recovered, unless it is a stream`, async () => {
    const content = Buffer.alloc(300_000, cleanText());
    const { wire, metadefender } = await clientOn([{ ...fault, operation: UPLOAD, times: 1 }]);
    const { value, code } = await outcomeOf(
      metadefender.scan(new Blob([content]), { poll: AT_ONCE }),
    );
    assert.equal(value?.verdict, 'allowed', code);
    assertScannedIfAllowed(value, content);
    assert.equal(wire.count(UPLOAD), uploads);

    wire.plan({ ...fault, operation: UPLOAD, times: 1 });
    const options = { contentLength: content.length, lookup: false, poll: AT_ONCE };
    const stream = new Blob([content]).stream();
    const outcome = await outcomeOf(metadefender.scan(stream, options));
    assert.equal(outcome.code, 'network', outcome.value?.verdict);
    assert.equal(wire.count(UPLOAD), 1);
  });
}

test('wherever the network breaks, a scan has the right verdict or a typed error', async () => {
  const fault = fc.record({
    operation: fc.constantFrom(LOOKUP, UPLOAD, REPORT),
    side: fc.constantFrom(.../** @type {const} */ (['request', 'answer'])),
    at: fc.oneof(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 5000 })),
    how: fc.constantFrom(.../** @type {const} */ (['reset', 'end', 'half', 'stall', 'delay'])),
    ms: fc.constantFrom(5, 50),
    times: fc.integer({ min: 1, max: 4 }),
  });
  const one = fc.record({ isInfected: fc.boolean(), faults: fc.array(fault, { maxLength: 4 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(one, { minLength: 40, maxLength: 40 }), async (all) => {
      await Promise.all(
        all.map(async ({ isInfected, faults }) => {
          const text = isInfected ? eicarText() : cleanText();
          const { metadefender } = await clientOn(structuredClone(faults), SHORT);
          const scan = metadefender.scan(new Blob([text]), { poll: AT_ONCE, timeout: 3000 });
          const { value, code } = await outcomeOf(scan);
          if (value) assert.equal(value.verdict, isInfected ? 'blocked' : 'allowed');
          // A server that gets only a part of an upload may report it as malformed.
          else assert.ok(['network', 'timeout', 'invalid-input'].includes(`${code}`), code);
          assertScannedIfAllowed(value, text);
        }),
      );
    }),
    rounds(),
  );
});
