// The rules of the protocol, against scripted responses.
import { connect } from 'metadefender-wasm';
import { allFail, assert, fails } from '../expect.js';
import { ABC, AT_ONCE, DATA_ID, finished, unfinished, unknownFile } from '../reports.js';
import { broken, scripted, status } from '../scripted.js';

const file = () => new File(['abc'], 'abc.txt');

/**
 * Scans an unknown file.
 * @param {unknown} reports the responses, in order
 * @param {import('metadefender-wasm').ScanOptions} [options]
 */
async function scan(reports, options) {
  const service = scripted(unknownFile(reports));
  const metadefender = await connect(service.options);
  return { service, scan: await metadefender.scan(file(), { poll: AT_ONCE, ...options }) };
}

/** @param {unknown} reports */
async function scanFails(reports, /** @type {any} */ code) {
  const service = scripted(unknownFile(reports));
  const metadefender = await connect(service.options);
  return fails(metadefender.scan(file(), { poll: AT_ONCE, timeout: 200 }), code);
}

/** @type {Record<string, () => Promise<unknown>>} */
export default {
  'a scan looks up the hash, sends the bytes unchanged, and polls the result': async () => {
    const { service } = await scan([{ data_id: DATA_ID }, unfinished(10), finished('Allowed', 0)]);
    const [lookup, upload, ...results] = service.asked;
    assert.equal(`${lookup?.method} ${lookup?.path}`, `GET /hash/${ABC}`);
    assert.equal(`${upload?.method} ${upload?.path}`, 'POST /file');
    assert.equal(upload?.headers.get('content-type'), 'application/octet-stream');
    assert.equal(upload?.headers.get('filename'), 'abc.txt');
    assert.equal(await new Response(upload?.body).text(), 'abc');
    assert.instanceOf(upload?.body, Blob);
    assert.deepEqual(
      results.map(({ method, path }) => `${method} ${path}`),
      Array(3).fill(`GET /file/${DATA_ID}`),
    );
  },

  'file metadata is sent in headers, percent-encoded': async () => {
    const { service } = await scan(finished('Allowed', 0), {
      filename: 'ö "\u{1F600}.pdf',
      rule: 'Prüfen',
      archivePasswords: ['fox', 'kühe'],
      metadata: { a: 'ä' },
      enginesMetadata: 'plain',
      globalTimeout: 60,
      lookup: false,
    });
    const headers = service.asked[0]?.headers;
    const expected = {
      filename: '%C3%B6%20%22%F0%9F%98%80.pdf',
      rule: 'Pr%C3%BCfen',
      archivepwd1: 'fox',
      archivepwd2: 'k%C3%BChe',
      metadata: '%7B%22a%22%3A%22%C3%A4%22%7D',
      'engines-metadata': 'plain',
      'global-timeout': '60',
    };
    for (const [name, value] of Object.entries(expected)) {
      assert.equal(headers?.get(name), value, name);
    }
  },

  'a lone surrogate in a name does no harm': async () => {
    const { service } = await scan(finished('Allowed', 0), { filename: 'a\ud800b', lookup: false });
    // U+FFFD, as String.prototype.toWellFormed has it
    assert.equal(service.asked[0]?.headers.get('filename'), 'a%EF%BF%BDb');
  },

  'the key, the user agent and the default rule are sent with every call': async () => {
    const service = scripted(unknownFile(finished('Allowed', 0)));
    const metadefender = await connect({
      ...service.options,
      apiKey: 's3cret',
      userAgent: 'upload-form',
      rule: 'Strict',
      headers: { 'x-proxy': 'yes', APIKEY: 'not this one' },
    });
    await metadefender.scan(file(), { poll: AT_ONCE });
    assert.isAbove(service.asked.length, 2);
    for (const { path, headers } of service.asked) {
      assert.equal(headers.get('apikey'), 's3cret');
      assert.equal(headers.get('user_agent'), 'upload-form');
      assert.equal(headers.get('x-proxy'), 'yes');
      assert.notInclude(path, 's3cret');
    }
    assert.equal(service.asked[0]?.headers.get('rule'), 'Strict');
    assert.equal(service.asked[1]?.headers.get('rule'), 'Strict');
  },

  '"Clean" in mid-scan is not the end': async () => {
    const reports = [
      { data_id: DATA_ID, in_queue: 3 },
      unfinished(50),
      unfinished(95),
      finished('Blocked', 1),
    ];
    const { scan: outcome, service } = await scan(reports);
    assert.equal(outcome.verdict, 'blocked');
    assert.equal(outcome.reason, 'infected');
    assert.equal(service.count('GET /file/*'), 4);
  },

  'an analysis that never ends is a timeout, and its dataId resumes it': async () => {
    const error = await scanFails(unfinished(95), 'timeout');
    assert.equal(error.dataId, DATA_ID);
  },

  'an invalid report is an error and never allowed': async () => {
    const malformed = [
      [],
      'Allowed',
      42,
      null,
      {},
      { data_id: DATA_ID, process_info: 'Allowed' },
      { ...finished('Allowed', 0), data_id: 'another analysis' },
      { ...finished('Allowed', 0), scan_results: { progress_percentage: '100' } },
      new Response('<!doctype html><h1>Welcome</h1>', { headers: { 'content-type': 'text/html' } }),
      new Response('{"data_id": "61dff'),
      new Response(''),
    ];
    for (const report of malformed) await scanFails(() => report, 'protocol');
  },

  'only results that are known to be harmless are allowed': async () => {
    for (const code of [1, 2, 8, 26, 30, 38, 42, 5, 11, 999, -1, '0', null, 0.5, [0]]) {
      const { scan: outcome } = await scan(finished('Allowed', /** @type {any} */ (code)));
      assert.notEqual(outcome.verdict, 'allowed', `${code}`);
    }
    for (const result of ['Blocked', 'Processing', 'allowed', 'ALLOWED', '', null, true, {}]) {
      const { scan: outcome } = await scan(finished(/** @type {any} */ (result), 0));
      assert.notEqual(outcome.verdict, 'allowed', `${result}`);
    }
  },

  'the complete server response reaches the user': async () => {
    const report = {
      ...finished('Allowed', 0),
      something_new: { nobody: ['documented', 1.5, null] },
      vulnerability_info: {},
    };
    const { scan: outcome } = await scan(report);
    assert.deepEqual(/** @type {unknown} */ (outcome.result), report);
  },

  'a miss can be a 200 or a 404, with its key in either letter case': async () => {
    const misses = [
      { [ABC]: 'Not Found' },
      { [ABC.toUpperCase()]: 'Not Found' },
      status(404, { [ABC]: 'Not Found' }),
      status(404),
      status(404, '<html>'),
    ];
    for (const miss of misses) {
      const service = scripted({ 'GET /hash/*': miss });
      const metadefender = await connect(service.options);
      assert.isNull(await metadefender.resultByHash(ABC));
    }
    for (const miss of [{ [DATA_ID]: 'Not Found' }, status(404, { [DATA_ID]: 'Not Found' })]) {
      const service = scripted({ 'GET /file/*': miss });
      const metadefender = await connect(service.options);
      await fails(metadefender.result(DATA_ID), 'not-found');
      await fails(metadefender.wait(DATA_ID), 'not-found');
    }
  },

  'a stale hit is a miss, unless it is accepted': async () => {
    const stale = finished('Allowed', 0);
    Object.assign(stale.process_info, { outdated_data: ['enginedefinitions'] });
    const script = { ...unknownFile(finished('Blocked', 1)), 'GET /hash/*': stale };
    const strict = await connect(scripted(script).options);
    const outcome = await strict.scan(file(), { poll: AT_ONCE });
    assert.equal(outcome.via, 'analysis');
    assert.equal(outcome.verdict, 'blocked');
    const accepting = await connect(scripted(script).options);
    const accepted = await accepting.scan(file(), { lookup: { acceptOutdated: true } });
    assert.equal(accepted.via, 'lookup');
    assert.equal(accepted.verdict, 'allowed');
  },

  'the results of a lookup can be restricted': async () => {
    const service = scripted({ 'GET /hash/*': finished('Allowed', 0) });
    const metadefender = await connect(service.options);
    await metadefender.scan(file(), { lookup: { timeRange: 24 } });
    assert.equal(service.asked[0]?.headers.get('timerange'), '24');
    await metadefender.resultByHash(ABC, {
      rule: 'Prüfen',
      selfOnly: true,
      timeRange: 2,
      includeInProgress: true,
      first: 10,
      size: 5,
    });
    const { path, headers } = /** @type {import('../scripted.js').Asked} */ (service.asked[1]);
    assert.equal(path, `/hash/${ABC}?first=10&size=5`);
    assert.equal(headers.get('rule'), 'Pr%C3%BCfen');
    assert.equal(headers.get('selfonly'), 'true');
    assert.equal(headers.get('timerange'), '2');
    assert.equal(headers.get('include-inprogress'), 'true');
  },

  'hashes of another file are an integrity error, in analyses and lookups': async () => {
    const other = { ...finished('Allowed', 0), file_info: { sha256: 'cd'.repeat(32) } };
    const error = await scanFails(other, 'integrity');
    assert.equal(error.dataId, DATA_ID);
    const service = scripted({ 'GET /hash/*': other });
    const metadefender = await connect(service.options);
    await fails(metadefender.scan(file()), 'integrity');
  },

  'a file with the MD5 of another is detected by its SHA-256': async () => {
    const md5 = '900150983cd24fb0d6963f7d28e17f72';
    const impostor = { ...finished('Allowed', 0), file_info: { md5, sha256: 'cd'.repeat(32) } };
    const service = scripted({ 'GET /hash/*': impostor });
    const metadefender = await connect(service.options);
    await fails(metadefender.scan(file(), { hash: 'md5' }), 'integrity');
    assert.equal(service.asked[0]?.path, `/hash/${md5}`);
  },

  'a hit by MD5 or SHA-1 needs a SHA-256 in the report': async () => {
    for (const hash of /** @type {const} */ (['md5', 'sha1'])) {
      const script = unknownFile(finished('Allowed', 0));
      const { file_info: _, ...withoutHash } = finished('Allowed', 0);
      const service = scripted({ ...script, 'GET /hash/*': withoutHash });
      const metadefender = await connect(service.options);
      const outcome = await metadefender.scan(file(), { hash, poll: AT_ONCE });
      assert.equal(outcome.via, 'analysis');
    }
  },

  'arguments are read when the call is made': async () => {
    const service = scripted(unknownFile(finished('Allowed', 0)));
    const metadefender = await connect(service.options);
    const options = { filename: 'a', lookup: false, poll: AT_ONCE };
    const scans = ['a', 'b', 'c'].map((filename) => {
      options.filename = filename;
      return metadefender.scan(file(), options);
    });
    const files = [file()];
    const batch = metadefender.scanBatch(files, { lookup: false, timeout: 1 });
    files.length = 0;
    await Promise.all(scans);
    assert.equal((await batch).files.length, 1);
    const uploads = service.asked.filter(({ path }) => path === '/file');
    const names = uploads.slice(0, 3).map(({ headers }) => headers.get('filename'));
    assert.deepEqual(names.sort(), ['a', 'b', 'c']);
  },

  'the last poll is made at the deadline': async () => {
    let last = 0;
    const service = scripted({
      'GET /file/*': () => {
        last = performance.now();
        return unfinished(10);
      },
    });
    const metadefender = await connect(service.options);
    const began = performance.now();
    const poll = { initialDelay: 200, factor: 1 };
    await fails(metadefender.wait(DATA_ID, { timeout: 300, poll }), 'timeout');
    // Timers can run out a little early.
    assert.isAtLeast(last - began, 295);
  },

  'a call is retried after 408, 429, 502, 503, 504 and a broken connection': async () => {
    const transient = [408, 429, 502, 503, 504].map((code) => status(code));
    for (const failure of [...transient, broken]) {
      const { scan: outcome, service } = await scan([failure, failure, finished('Allowed', 0)]);
      assert.equal(outcome.verdict, 'allowed');
      assert.equal(service.count('GET /file/*'), 3);
    }
  },

  'an upload is retried with its bytes': async () => {
    for (const failure of [status(503, { err: 'Server is too busy' }), broken]) {
      const script = unknownFile(finished('Allowed', 0));
      const service = scripted({ ...script, 'POST /file': [failure, { data_id: DATA_ID }] });
      const metadefender = await connect(service.options);
      const outcome = await metadefender.scan(file(), { poll: AT_ONCE });
      assert.equal(outcome.verdict, 'allowed');
      const uploads = service.asked.filter(({ method }) => method === 'POST');
      assert.equal(uploads.length, 2);
      for (const { body } of uploads) assert.equal(await new Response(body).text(), 'abc');
    }
  },

  'attempts are limited, and 1 means no retry': async () => {
    for (const attempts of [1, 3]) {
      const service = scripted({ 'GET /file/rules': status(503, { err: 'Server is too busy' }) });
      const options = { ...service.options, retry: { ...service.options.retry, attempts } };
      const metadefender = await connect(options);
      const error = await fails(metadefender.rules(), 'busy');
      assert.equal(error.status, 503);
      assert.include(error.message, 'Server is too busy');
      assert.equal(service.asked.length, attempts);
    }
  },

  'a Retry-After of a day is not awaited': async () => {
    for (const headers of [{ 'retry-after': '86400' }, { 'x-ratelimit-reset-in': '86400s' }]) {
      const service = scripted({ 'GET /file/rules': status(429, {}, headers) });
      const metadefender = await connect(service.options);
      const error = await fails(metadefender.rules(), 'rate-limited');
      assert.equal(error.retryAfter, 86400);
      assert.equal(service.asked.length, 1);
    }
  },

  'a Retry-After during a scan does not lose the analysis': async () => {
    const busy = status(503, {}, { 'retry-after': '1' });
    const began = performance.now();
    const { scan: outcome } = await scan([busy, finished('Allowed', 0)]);
    assert.equal(outcome.verdict, 'allowed');
    assert.isAtLeast(performance.now() - began, 990);
  },

  'each refusal has its code, its status and the server’s message': async () => {
    const table = /** @type {const} */ ([
      [400, 'invalid-input', { err: 'Bad header' }, 'Bad header'],
      [400, 'too-large', { err: 'File size exceeds the limit' }, 'exceeds'],
      [401, 'unauthorized', { error: { code: 401001, messages: ['No key'] } }, 'No key'],
      [403, 'forbidden', { response: 'Access denied' }, 'Access denied'],
      [404, 'not-found', undefined, '404'],
      [405, 'forbidden', { err: 'No rights' }, 'No rights'],
      [411, 'length-required', { err: 'Content-Length is missing' }, 'Content-Length'],
      [413, 'too-large', '<html>nginx</html>', '413'],
      [422, 'empty-file', { err: 'Body input is empty.' }, 'empty'],
      [500, 'server', { error: { code: 1, messages: 'Unexpected event' } }, 'Unexpected event'],
      [500, 'too-large', { err: 'File is too large' }, 'too large'],
    ]);
    for (const [code, expected, body, words] of table) {
      const service = scripted({ 'POST /file': status(code, body) });
      const metadefender = await connect(service.options);
      const error = await fails(metadefender.analyze(file()), expected);
      assert.equal(error.status, code);
      assert.equal(error.endpoint, 'POST /file');
      assert.include(error.message, words);
    }
  },

  'a custom fetch may return something other than a Response': async () => {
    const answering = (/** @type {object} */ answer) =>
      connect({
        baseUrl: 'http://service.test',
        fetch: /** @type {any} */ (async () => ({ body: null, ...answer })),
        retry: { attempts: 1 },
      });
    const headers = new Map([['retry-after', 30]]);
    for (const miss of [{ status: 404, headers }, { status: 404, headers: {} }, { status: 404 }]) {
      assert.isNull(await (await answering(miss)).resultByHash(ABC));
    }
    await fails((await answering({ status: 400, headers: {} })).rules(), 'invalid-input');
    await fails((await answering({})).rules(), 'protocol');
  },

  'HTML is accepted neither as an acknowledgement nor as a certificate': async () => {
    const html = () => new Response('<!doctype html>');
    const script = { 'POST /logout': html, 'POST /file/*/cancel': html };
    const batch = { 'POST /file/batch/*/cancel': html, 'GET /file/batch/*/certificate': html };
    const metadefender = await connect(scripted({ ...batch, ...script }).options);
    const calls = [metadefender.logout(), metadefender.cancel(DATA_ID)];
    calls.push(metadefender.batch('b').cancel());
    await allFail([...calls, metadefender.batch('b').certificate()], 'protocol');
  },

  'a login sends user and password as JSON': async () => {
    const service = scripted({
      'POST /login': { session_id: 'session' },
      'GET /file/rules': () => [],
    });
    const metadefender = await connect(service.options);
    const password = 'quote " and \\ and ü';
    assert.equal((await metadefender.login('zoë', password)).sessionId, 'session');
    assert.deepEqual(JSON.parse(service.asked[0]?.body), { user: 'zoë', password });
    await metadefender.rules();
    assert.equal(service.asked[1]?.headers.get('apikey'), 'session');
    const silent = await connect(scripted({ 'POST /login': {} }).options);
    await fails(silent.login('zoë', password), 'protocol');
  },
};
