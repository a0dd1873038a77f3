// @ts-check
// Responses that were changed in transit never make an infected file allowed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { connect } from 'metadefender-wasm';
import { AT_ONCE, EICAR } from '../behaviour/reports.js';
import { startGateway } from '../support/gateway.mjs';

/** The path of each API at the gateway. */
const APIS = /** @type {const} */ ({ cluster: '', 'cloud-v2': '/v2', 'cloud-v4': '/v4' });

/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
before(async () => {
  gateway = await startGateway();
});
after(() => gateway.stop());

/** Makes the gateway change the next answers below a path. @param {string} path @param {string} fault */
async function tamper(path, fault) {
  const send = (/** @type {string} */ call, /** @type {unknown} */ body) =>
    fetch(`${gateway.address}/_gateway/faults${call}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  await send('/clear', {});
  assert.equal((await send('', { fault, path, times: 100 })).ok, true);
}

for (const api of /** @type {(keyof typeof APIS)[]} */ (Object.keys(APIS))) {
  const prefix = APIS[api];
  const connection = () => connect({ baseUrl: gateway.address + prefix, api });
  const eicar = () => new Blob([EICAR]);

  for (const fault of [
    'set=/scan_results/scan_all_result_i:0',
    'set=/scan_results/scan_all_result_i:0; remove=/process_info',
    'set=/scan_results/scan_all_result_i:0; set=/process_info/result:"Allowed"',
    'set=/scan_results/scan_all_result_i:7; remove=/process_info',
    'set=/scan_results/scan_all_result_i:0; remove=/process_info; remove=/scan_results/scan_details',
  ]) {
    test(`${api}: a clean code for an infected file is not allowed (${fault})`, async () => {
      await tamper(`${prefix}/file/`, fault);
      const metadefender = await connection();
      const { verdict } = await metadefender.scan(eicar(), { lookup: false, poll: AT_ONCE });
      assert.notEqual(verdict, 'allowed');
    });
  }

  test(`${api}: the analysis of another file is not allowed, with any lookup hash`, async () => {
    const metadefender = await connection();
    await tamper('/nowhere', 'latency=1');
    const clean = await metadefender.scan(new Blob([`harmless ${Math.random().toString(36)}`]), {
      poll: AT_ONCE,
    });
    assert.equal(clean.verdict, 'allowed');
    for (const hash of /** @type {const} */ (['md5', 'sha1', 'sha256', 'sha512'])) {
      await tamper(`${prefix}/file`, `set=/data_id:"${clean.dataId}"`);
      const scan = metadefender.scan(eicar(), { hash, lookup: false, poll: AT_ONCE });
      const end = await scan.catch((error) => error);
      assert.equal(end.code, 'integrity', `${hash}: ${end.verdict} ${end.message}`);
    }
  });

  test(`${api}: a report without hashes is not allowed`, async () => {
    await tamper(`${prefix}/file/`, 'remove=/file_info');
    const metadefender = await connection();
    const file = new Blob([`harmless ${Math.random().toString(36)}`]);
    const scan = await metadefender.scan(file, { lookup: false, poll: AT_ONCE });
    assert.equal(scan.verdict, 'undetermined');
    assert.equal(scan.reason, 'unverified-answer');
  });
}
