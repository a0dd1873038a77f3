// @ts-check
// Failures of real connections, injected by the gateway.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { connect } from 'metadefender-wasm';
import { fails } from '../behaviour/expect.js';
import { AT_ONCE } from '../behaviour/reports.js';
import { startGateway } from '../support/gateway.mjs';

/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
before(async () => {
  gateway = await startGateway();
});
after(() => gateway.stop());
beforeEach(() => admin('faults/clear'));

/** @param {string} call @param {unknown} [body] */
async function admin(call, body) {
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: body ? JSON.stringify(body) : undefined };
  const response = await fetch(`${gateway.address}/_gateway/${call}`, init);
  assert.ok(response.ok, await response.text());
}

/** Makes the next calls of an operation fail. */
const misbehave = (
  /** @type {string} */ operation,
  /** @type {string} */ fault,
  /** @type {number | undefined} */ times = undefined,
) => admin('faults', { operation, fault, times });

const fresh = (size = 20_000) =>
  new File([`${Math.random().toString(36)}`, new Uint8Array(size)], 'fresh.bin');
const client = (/** @type {Partial<import('metadefender-wasm').ConnectOptions>} */ options = {}) =>
  connect({ baseUrl: gateway.address, retry: { baseDelay: 1 }, ...options });

/** Temporary faults: the scan succeeds all the same. */
const PASSING = {
  'a connection that is reset before the response': ['GET /file/{data_id}', 'reset-request=0'],
  'a connection that is reset during the response': ['GET /file/{data_id}', 'reset-response=50'],
  'a truncated response': ['GET /file/{data_id}', 'truncate=50'],
  'a server that is too busy for an upload': ['POST /file', 'status=503; retry-after=0'],
  'an upload whose connection is reset': ['POST /file', 'reset-request=5000'],
  'a throttled lookup': ['GET /hash/{hash}', 'status=429; retry-after=0'],
  'a response that trickles in': ['GET /file/{data_id}', 'slow=5/200'],
  'a miss as 404': ['GET /hash/{hash}', 'not-found=404'],
  'progress that runs backwards': ['GET /file/{data_id}', 'progress=backwards'],
};
for (const [name, [operation = '', fault = '']] of Object.entries(PASSING)) {
  test(`${name} passes`, async () => {
    const metadefender = await client();
    await misbehave(operation, fault, 2);
    /** @type {number[]} */
    const percentages = [];
    const onProgress = (/** @type {{ percentage: number }} */ { percentage }) =>
      percentages.push(percentage);
    const scan = await metadefender.scan(fresh(), { poll: AT_ONCE, onProgress });
    assert.equal(scan.verdict, 'allowed');
    assert.deepEqual(percentages, percentages.toSorted?.((a, b) => a - b) ?? percentages);
  });
}

/** Permanent faults, and the resulting error. */
const LASTING = /** @type {const} */ ({
  'HTML in place of a report': ['GET /file/{data_id}', 'html', 'protocol'],
  'JSON that ends early': ['GET /file/{data_id}', 'cut=40', 'protocol'],
  'progress of another type': [
    'GET /file/{data_id}',
    'type=/process_info/progress_percentage:string',
    'protocol',
  ],
  'hashes of another file': ['GET /file/{data_id}', 'wrong-hash', 'integrity'],
  'progress that never ends': ['GET /file/{data_id}', 'progress=stuck:95', 'timeout'],
  'an answer that stops': ['GET /file/{data_id}', 'stall-response=50', 'timeout'],
  'a server that never answers': ['GET /file/{data_id}', 'hang', 'timeout'],
  'an upload that is not taken': ['POST /file', 'stall-request=5000', 'timeout'],
  'a server that is always too busy': ['POST /file', 'status=503', 'busy'],
  'a Retry-After of a day': ['GET /file/{data_id}', 'status=429; reset-in=86400s', 'rate-limited'],
  'a miss instead of the analysis': ['GET /file/{data_id}', 'not-found=200', 'not-found'],
  'a response without a data id': ['POST /file', 'remove=/data_id', 'protocol'],
  'keys in another case': ['GET /file/{data_id}', 'keys=upper', 'protocol'],
});
for (const [name, [operation, fault, code]] of Object.entries(LASTING)) {
  test(`${name}: ${code}`, async () => {
    // What waits for something that does not come waits a moment; all else must be no timeout on a busy machine.
    const timeout = ['timeout', 'not-found'].includes(code) ? 500 : 60_000;
    const retry = { attempts: 2, baseDelay: 1 };
    const metadefender = await client({ timeout, responseTimeout: timeout, retry });
    await misbehave(operation, fault);
    await fails(metadefender.scan(fresh(), { poll: AT_ONCE, timeout }), code);
  });
}

test('a hit that has become stale is analysed again', async () => {
  const metadefender = await client();
  const file = fresh();
  await metadefender.scan(file, { poll: AT_ONCE });
  assert.equal((await metadefender.scan(file)).via, 'lookup');
  await admin('outdated', { flags: ['enginedefinitions'] });
  const lookup = { acceptOutdated: true };
  assert.equal((await metadefender.scan(file, { lookup })).via, 'lookup');
  assert.equal((await metadefender.scan(file, { poll: AT_ONCE })).via, 'analysis');
});
