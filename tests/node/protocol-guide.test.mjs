// @ts-check
// docs/protocol.md describes the requests that are sent.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { connect } from 'metadefender-wasm';

/** @typedef {import('metadefender-wasm').MetaDefender} MetaDefender */

const SERVICES = /** @type {const} */ (['cluster', 'cloud-v2', 'cloud-v4']);
const BASE = 'http://service.test';
const HASH = 'a'.repeat(64);
const FILE = new Blob(['harmless']);
const guide = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8');

/** How each call of the first table is made. @type {Record<string, (md: MetaDefender) => unknown>} */
const CALLS = {
  'login(user, password)': (md) => md.login('user', 'password'),
  'logout()': (md) => md.logout(),
  'analyze(file)': (md) => md.analyze(FILE),
  'result(dataId)': (md) => md.result('DATA'),
  'extractedFiles(dataId)': (md) => md.extractedFiles('DATA')[Symbol.asyncIterator]().next(),
  'resultByHash(hash)': (md) => md.resultByHash(HASH),
  'resultsByHash(hashes)': (md) => md.resultsByHash([HASH]),
  'downloadSanitized(dataId)': (md) => md.downloadSanitized('DATA'),
  'download(dataId)': (md) => md.download('DATA'),
  'cancel(dataId)': (md) => md.cancel('DATA'),
  'rules()': (md) => md.rules(),
  'limits()': (md) => md.limits(),
  'createBatch()': (md) => md.createBatch(),
  'batch(batchId).add(file)': (md) => md.batch('BATCH').add(FILE),
  'batch(batchId).status()': (md) => md.batch('BATCH').status(),
  'batch(batchId).close()': (md) => md.batch('BATCH').close(),
  'batch(batchId).certificate()': (md) => md.batch('BATCH').certificate(),
  'batch(batchId).cancel()': (md) => md.batch('BATCH').cancel(),
};

/** A value for each option of the second table, and what its header then is. @type {Record<string, [unknown, string]>} */
const OPTIONS = {
  apiKey: ['key', 'key'],
  userAgent: ['agent', 'agent'],
  filename: ['ü.txt', '%C3%BC.txt'],
  rule: ['multiscan', 'multiscan'],
  archivePasswords: [['fox'], 'fox'],
  metadata: ['note', 'note'],
  enginesMetadata: ['note', 'note'],
  globalTimeout: [60, '60'],
  contentEncoding: ['gzip', 'gzip'],
  sampleSharing: [true, '1'],
  privateProcessing: [true, '1'],
  fileMetadata: [true, '1'],
  selfOnly: [true, 'true'],
  timeRange: [24, '24'],
  includeInProgress: [true, 'true'],
  name: ['ü', '%C3%BC'],
};

/** The rows of the table under a heading, each in its cells. @param {string} heading */
function rows(heading) {
  const section = guide.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const codeIn = (/** @type {string} */ cell) => /`([^`]+)`/.exec(cell)?.[1];

/**
 * The first request of a call, or nothing where it is `unsupported`.
 * @param {typeof SERVICES[number]} api
 * @param {object} options
 * @param {(md: MetaDefender) => unknown} call
 */
async function firstRequest(api, options, call) {
  /** @type {{ line: string, headers: Headers }[]} */
  const requests = [];
  const metadefender = await connect({
    baseUrl: BASE,
    api,
    ...options,
    async fetch(url, { method, headers }) {
      const { pathname } = new URL(url);
      const path = pathname
        .replace('DATA', '{data_id}')
        .replace('BATCH', '{batchId}')
        .replace(HASH, '{hash}');
      requests.push({ line: `${method} ${path}`, headers: new Headers(headers) });
      return new Response('', { status: 400 });
    },
  });
  const error = await (async () => call(metadefender))().then(
    () => assert.fail('the call succeeded'),
    (error) => error,
  );
  assert.equal(requests.length === 0, error.code === 'unsupported', error.message);
  return requests[0];
}

describe('each operation sends the request in the guide', () => {
  const table = rows('Operations');
  test('every call is in the table', () => {
    const named = table.map(([, call = '']) => codeIn(call));
    assert.deepEqual(named.sort(), Object.keys(CALLS).sort());
  });

  for (const [, name = '', ...cells] of table) {
    test(name, async () => {
      const call = CALLS[codeIn(name) ?? ''];
      assert.ok(call);
      for (const [index, api] of SERVICES.entries()) {
        const request = await firstRequest(api, {}, call);
        assert.equal(request?.line, codeIn(cells[index] ?? ''), api);
      }
    });
  }
});

describe('each option sends the header in the guide', () => {
  for (const [name = '', of = '', header = '', ...cells] of rows('Options and their headers')) {
    test(name, async () => {
      const option = codeIn(name) ?? '';
      const [value, sent] = OPTIONS[option] ?? assert.fail(`${option} has no value`);
      const given = { [option]: value };
      /** @type {Record<string, (md: any) => unknown>} */
      const calls = {
        connect: (md) => md.analyze(FILE),
        analyze: (md) => md.analyze(FILE, given),
        result: (md) => md.result('DATA', given),
        resultByHash: (md) => md.resultByHash(HASH, given),
        createBatch: (md) => md.createBatch(given),
      };
      const call = calls[codeIn(of) ?? ''] ?? assert.fail(of);
      const forConnection = of.includes('connect') ? given : {};
      for (const [index, api] of SERVICES.entries()) {
        const request = await firstRequest(api, forConnection, call);
        const there = request?.headers.get(codeIn(header) ?? '');
        assert.equal(there, cells[index] === 'yes' ? sent : undefined, api);
      }
    });
  }
});
