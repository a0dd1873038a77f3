// @ts-check
// Any JSON, as the response to any call, gives a result or a MetaDefenderError: never a trap, a
// hang or an allowed file.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { assess, connect, MetaDefenderError } from 'metadefender-wasm';
import { AT_ONCE, DATA_ID, finished } from '../behaviour/reports.js';

const HASH = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const file = () => new Blob(['abc']);

/** @typedef {import('metadefender-wasm').MetaDefender} Client */
/** @type {Record<string, (client: Client) => Promise<unknown>>} */
const CALLS = {
  scan: (client) => client.scan(file(), { timeout: 5, poll: AT_ONCE }),
  scanBatch: (client) => client.scanBatch([file()], { timeout: 5, poll: AT_ONCE }),
  analyze: (client) => client.analyze(file()),
  result: (client) => client.result(DATA_ID),
  resultByHash: (client) => client.resultByHash(HASH),
  wait: (client) => client.wait(DATA_ID, { timeout: 5, poll: AT_ONCE }),
  resume: (client) => client.resume(DATA_ID, { timeout: 5, poll: AT_ONCE }),
  scanKnown: (client) => client.scan(file(), { upload: false }),
  rules: (client) => client.rules(),
  cancel: (client) => client.cancel(DATA_ID),
  login: (client) => client.login('me', 'pw'),
  logout: (client) => client.logout(),
  createBatch: (client) => client.createBatch(),
  close: (client) => client.batch('b').close({ timeout: 5, poll: AT_ONCE }),
  batchWait: (client) => client.batch('b').wait({ timeout: 5, poll: AT_ONCE }),
  certificate: (client) => client.batch('b').certificate(),
  extractedFiles: async (client) => {
    let most = 100;
    for await (const _ of client.extractedFiles(DATA_ID)) if ((most -= 1) === 0) break;
  },
  downloadSanitized: (client) => client.downloadSanitized(DATA_ID),
};

/** Field names of the protocol, so that generated JSON resembles real reports. */
const names = fc.constantFrom(
  ...['data_id', 'process_info', 'scan_results', 'progress_percentage', 'result', 'sanitized'],
  ...['scan_all_result_i', 'scan_details', 'file_info', 'sha256', 'batch_id', 'batch_files'],
  ...['files_in_batch', 'batch_count', 'extracted_files', 'files_in_archive', 'session_id', 'err'],
  ...['error', 'messages', 'outdated_data', 'blocked_reason', 'yara', 'hits', DATA_ID, '__proto__'],
);
/** @type {{ json: import('fast-check').Arbitrary<unknown> }} */
const { json } = fc.letrec((/** @type {any} */ tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false, 0, 1, 100, -1, 1.5, 1e308, '', 'Allowed', 'Not Found'),
    fc.string({ unit: 'grapheme' }),
    fc.constant(DATA_ID),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.array(fc.tuple(names, tie('json')), { maxLength: 5 }).map(Object.fromEntries),
  ),
}));

/** @param {unknown} answer @param {number} status @param {'cluster' | 'cloud-v2' | 'cloud-v4'} api */
function answering(answer, status, api) {
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
  const fetch = async () => new Response(status === 204 ? null : text, { status });
  return connect({ baseUrl: 'http://service.test', api, fetch, retry: { attempts: 1 } });
}

const APIS = fc.constantFrom(/** @type {const} */ ('cluster'), 'cloud-v2', 'cloud-v4');
const STATUSES = fc.constantFrom(200, 200, 200, 201, 204, 400, 404, 500);

for (const [name, call] of Object.entries(CALLS)) {
  test(`${name}: any response gives a result or a MetaDefenderError`, async () => {
    const property = fc.asyncProperty(json, STATUSES, APIS, async (answer, status, api) => {
      const client = await answering(answer, status, api);
      try {
        await call(client);
      } catch (error) {
        assert.ok(error instanceof MetaDefenderError, String(error));
      }
    });
    await fc.assert(property, { numRuns: 150 });
  });
}

test('a report with a defect in any single place is never allowed by accident', async () => {
  const decisive = [
    ['process_info', 'progress_percentage'],
    ['process_info', 'result'],
    ['scan_results', 'progress_percentage'],
    ['scan_results', 'scan_all_result_i'],
  ];
  const good = (/** @type {unknown} */ value, /** @type {string} */ field) =>
    (field === 'progress_percentage' && value === 100) ||
    (field === 'result' && value === 'Allowed') ||
    (field === 'scan_all_result_i' && Number.isInteger(value));
  const property = fc.asyncProperty(fc.constantFrom(...decisive), json, async (path, value) => {
    const [part = '', field = ''] = path;
    fc.pre(!good(value, field));
    const report = /** @type {any} */ (finished('Allowed', 0));
    report[part][field] = value;
    const client = await answering(report, 200, 'cluster');
    const scan = await client.scan(file(), { timeout: 5, poll: AT_ONCE }).catch((error) => error);
    assert.notEqual(scan.verdict, 'allowed', JSON.stringify(report));
  });
  await fc.assert(property, { numRuns: 400 });
});

test('an array in place of an object is never allowed, whatever it contains', async () => {
  const report = /** @type {any} */ (finished('Allowed', 0));
  assert.equal((await assess(report)).verdict, 'allowed');
  const { process_info: info, scan_results: results } = report;
  const parts = [
    { ...report, process_info: [] },
    { ...report, process_info: Object.values(info) },
    { ...report, process_info: [info] },
    { ...report, scan_results: [] },
    { ...report, scan_results: Object.values(results) },
    { ...report, scan_results: [results] },
  ];
  for (const broken of parts) {
    const { verdict, reason } = await assess(/** @type {any} */ (broken));
    assert.equal(verdict, 'undetermined', JSON.stringify(broken));
    assert.equal(reason, 'malformed-answer', JSON.stringify(broken));
  }
  const { verdict } = await assess(/** @type {any} */ (Object.values(report)));
  assert.equal(verdict, 'undetermined');
});
