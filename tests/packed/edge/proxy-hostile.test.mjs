// @ts-check
// Malicious requests, written byte by byte, and a service with malicious responses.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import { DATA_ID } from '../../behaviour/reports.js';
import { holdsNoKey, KEY, startProxy, startService } from '../support/proxy.mjs';

const HASH = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
/** More than the proxy buffers of a response. */
const MANY_NAMES = '"a",'.repeat(20_000);

const FINISHED = {
  data_id: DATA_ID,
  process_info: { progress_percentage: 100, result: 'Allowed' },
  scan_results: { data_id: DATA_ID, progress_percentage: 100, scan_all_result_i: 0 },
};

/** @type {Awaited<ReturnType<typeof startService>>} */
let service;
/** @type {Awaited<ReturnType<typeof startProxy>>} */
let proxy;
/** @type {string} */
let handle;
/** @type {string} */
let batch;

before(async () => {
  service = await startService({
    'POST /file': { data_id: DATA_ID },
    'POST /file/batch': { batch_id: 'a1b2c3d4e5f60718293a4b5c6d7e8f90' },
    'GET /file/*': FINISHED,
  });
  proxy = await startProxy(service.address);
  handle = (await (await proxy.ask('/file', { method: 'POST', body: 'abc' })).json()).data_id;
  batch = (await (await proxy.ask('/file/batch', { method: 'POST' })).json()).batch_id;
});
beforeEach(() => service.asked.splice(0));
after(async () => {
  await proxy.stop();
  await service.stop();
});

/** @param {string} line @param {string} [headers] @param {string} [body] */
const write = (line, headers = '', body = '') =>
  proxy.raw(`${line} HTTP/1.1\r\nhost: page.test\r\nconnection: close\r\n${headers}\r\n${body}`);

function lastAsked() {
  const last = service.asked.at(-1);
  assert.ok(last, 'the service was asked nothing');
  return last;
}

/** @param {string} answer */
const statusOf = (answer) => Number(answer.split(' ')[1]);

describe('what is not on the list does not exist', () => {
  test('whatever way the path is written', async () => {
    const paths = [
      '/scan/login',
      '/scan/logout',
      '/scan/admin/config',
      '/scan/',
      '/scan/file/',
      '/scan//file',
      '/scan/file//rules',
      '//scan/file',
      '/scan/file/..%2flogin',
      '/scan/file/..%5clogin',
      '/scan/%66ile',
      '/scan/file%2frules',
      '/scan/file/%2e%2e/login',
      '/scan/file/../login',
      '/scan/./login',
      '/scan/../login',
      '/scan/../../login',
      '/scan/file/..;/login',
      '/scan;/file',
      '/scan/file;x=1',
      '/scan/FILE',
      '/scan/file.json',
      '/scan/file\\..\\login',
      `/scan/file/${'a'.repeat(5000)}`,
      '/scan/hash/abc',
      `/scan/hash/${HASH}0`,
      `/scan/hash/${HASH}/..`,
      '/scan/file/x/y/z',
      '/scan/file/%00',
      '/scan/hash',
      '/scan/apikey/limits',
      '/scan/sanitized/abc',
      '/scanner/file',
      '/file',
    ];
    for (const path of paths)
      for (const method of ['GET', 'POST'])
        assert.equal(statusOf(await write(`${method} ${path}`)), 404, `${method} ${path}`);
    assert.deepEqual(service.asked, []);
  });

  test('nor by another method, whatever method the headers state', async () => {
    const override =
      'x-http-method-override: POST\r\nx-http-method: POST\r\nx-method-override: POST\r\n';
    for (const [line, allow] of [
      ['PUT /scan/file', 'POST'],
      ['GET /scan/file', 'POST'],
      ['DELETE /scan/file/abc', 'GET'],
      [`POST /scan/hash/${HASH}`, 'GET'],
      ['HEAD /scan/file/rules', 'GET'],
      ['PATCH /scan/file/batch', 'POST'],
      ['OPTIONS /scan/file', 'POST'],
    ]) {
      const answer = await write(/** @type {string} */ (line), override);
      assert.equal(statusOf(answer), 405, line);
      assert.match(answer, new RegExp(`^allow: ${allow}\r$`, 'im'), line);
    }
    assert.deepEqual(service.asked, []);
    await write(`GET /scan/file/${handle}?_method=DELETE`, override);
    assert.deepEqual(service.asked, []);
    await write(`GET /scan/file/${handle}`, override);
    const { method, headers } = lastAsked();
    assert.equal(method, 'GET');
    assert.ok(!Object.keys(headers).some((name) => name.includes('method')));
  });

  test('nor by a query, except for paging', async () => {
    for (const query of [
      'apikey=x',
      'first=-1',
      'first=1&first=2',
      'size=1e3',
      'size=',
      'first=%31%0a',
    ])
      assert.equal(statusOf(await write(`GET /scan/file/${handle}?${query}`)), 400, query);
    assert.equal(statusOf(await write('POST /scan/file?x=1', 'content-length: 1\r\n', 'a')), 400);
    assert.deepEqual(service.asked, []);
    await write(`GET /scan/file/${handle}?first=10&size=5`);
    assert.equal(lastAsked().url, `/file/${DATA_ID}?first=10&size=5`);
  });
});

describe('the forwarded part of a request', () => {
  test('is what the list names and the options configure', async () => {
    const headers = {
      cookie: 'session=1',
      authorization: 'Bearer x',
      apikey: 'mine',
      user_agent: 'mine',
      referer: 'https://page.test/secret',
      'x-forwarded-for': '1.2.3.4',
      'x-real-ip': '1.2.3.4',
      'cf-connecting-ip': '1.2.3.4',
      'cf-ray': 'x',
      downloadfrom: 'http://169.254.169.254/',
      callbackurl: 'http://169.254.169.254/',
      'x-gateway-fault': 'status=500',
      'content-type': 'text/html',
      'accept-language': 'de',
      filename: 'k%C3%BChl%0d%0aapikey%3A%20x.txt',
      archivepwd: 'a',
      archivepwd2: '%00',
      batch,
    };
    const response = await proxy.ask('/file', { method: 'POST', body: 'abc', headers });
    assert.equal(response.status, 200);
    const { headers: sent, body } = lastAsked();
    // Headers of every connection or of the platform.
    const { host, 'cf-worker': _worker, connection: _connection, ...rest } = sent;
    assert.equal(host, service.address.replace('http://', ''));
    assert.deepEqual(rest, {
      apikey: KEY,
      'content-type': 'application/octet-stream',
      'content-length': '3',
      filename: 'k%C3%BChl%0d%0aapikey%3A%20x.txt',
      archivepwd: 'a',
      archivepwd2: '%00',
      batch: 'a1b2c3d4e5f60718293a4b5c6d7e8f90',
    });
    assert.equal(body, 'abc');
  });

  test('has no header that a name makes', async () => {
    const lines = [
      'filename: a\r\nuser_agent: admin\r\nrule: lenient\r\n',
      'filename: a\rrule: lenient\r\n',
      'filename: a\nuser_agent: admin\r\n',
      'filename: a\r\n folded: x\r\n',
      'filename: \xfc\r\n',
      `filename: ${'a'.repeat(5000)}\r\n`,
      'filename:\r\n',
    ];
    for (const line of lines) {
      await write('POST /scan/file', `content-length: 3\r\n${line}`, 'abc');
    }
    // A line of its own is a header like any other, which is not on the list.
    for (const { headers } of service.asked) {
      const names = Object.keys(headers).filter((name) => /agent|rule|folded/.test(name));
      assert.deepEqual(names, []);
      assert.match(String(headers.filename ?? ''), /^[\x20-\x7e]{0,4096}$/);
    }
  });

  test('is refused with forbidden values', async () => {
    for (const [name, value, status] of /** @type {[string, string, number][]} */ ([
      ['rule', 'lenient', 403],
      ['metadata', '%7B%7D', 403],
      ['engines-metadata', '%7B%7D', 403],
      ['global-timeout', '1', 403],
      ['global-timeout', 'never', 400],
      ['content-encoding', 'gzip', 403],
      ['content-encoding', 'br', 400],
      ['batch', 'no batch', 400],
    ])) {
      const init = { method: 'POST', body: 'abc', headers: { [name]: value } };
      assert.equal((await proxy.ask('/file', init)).status, status, name);
    }
    assert.deepEqual(service.asked, []);
  });
});

describe('the length of an upload', () => {
  /** @param {string} headers @param {string} [body] */
  const upload = (headers, body) => write('POST /scan/file', headers, body);

  test('must be stated exactly once', async () => {
    assert.equal(statusOf(await upload('', '')), 411);
    const chunked = 'transfer-encoding: chunked\r\n';
    assert.equal(statusOf(await upload(chunked, '3\r\nabc\r\n0\r\n\r\n')), 411);
    const both = `content-length: 3\r\n${chunked}`;
    assert.equal(statusOf(await upload(both, '5\r\nhello\r\n0\r\n\r\n')), 411);
    assert.equal(statusOf(await upload('content-length: 0\r\n')), 422);
    assert.ok(statusOf(await upload('content-length: 3\r\ncontent-length: 5\r\n', 'abcde')) >= 400);
    assert.ok(statusOf(await upload('content-length: -3\r\n', 'abc')) >= 400);
    assert.ok(statusOf(await upload('content-length: 1e3\r\n', 'abc')) >= 400);
    assert.deepEqual(service.asked, []);
  });

  test('has a limit, which is checked before a byte is read', async () => {
    const answer = await upload('content-length: 100000001\r\n', 'a');
    assert.equal(statusOf(answer), 413);
    assert.match(answer, /"err":"the file is over the limit of 100000000 bytes"/);
    assert.equal(statusOf(await upload('content-length: 99999999999999999999\r\n', 'a')), 411);
    assert.deepEqual(service.asked, []);
  });

  test('is that of the body: what comes after it is no part of it', async () => {
    const smuggled = 'POST /scan/file/batch HTTP/1.1\r\nhost: page.test\r\n\r\n';
    await upload('content-length: 3\r\n', `abc${smuggled}`);
    const [{ body }, ...others] = /** @type {[import('../support/proxy.mjs').Asked]} */ (
      service.asked
    );
    assert.equal(body, 'abc');
    // At most a separate request, by the same rules.
    assert.ok(others.every(({ method, url }) => `${method} ${url}` === 'POST /file/batch'));
  });

  test('that is a lie makes no file of what there is', async () => {
    const ended = new Promise((resolve) => {
      service.script['at POST /file'] = (
        /** @type {any} */ _asked,
        /** @type {any} */ _response,
        /** @type {import('node:http').IncomingMessage} */ request,
      ) => {
        request
          .resume()
          .on('end', () => resolve('a whole file'))
          .on('close', () => resolve('cut'));
      };
    });
    try {
      const socket = connect(Number(new URL(proxy.address).port), '127.0.0.1');
      await once(socket, 'connect');
      socket.end('POST /scan/file HTTP/1.1\r\nhost: page.test\r\ncontent-length: 1000\r\n\r\nabc');
      assert.equal(await ended, 'cut');
      socket.destroy();
    } finally {
      delete service.script['at POST /file'];
    }
  });

  test('may take a slow client its time', async () => {
    const socket = connect(Number(new URL(proxy.address).port), '127.0.0.1');
    socket.write(
      'POST /scan/file HTTP/1.1\r\nhost: page.test\r\nconnection: close\r\ncontent-length: 10\r\n\r\n',
    );
    for (const byte of 'ten bytes!') {
      await new Promise((resolve) => setTimeout(resolve, 20));
      socket.write(byte);
    }
    let answer = '';
    for await (const chunk of socket.setEncoding('latin1')) {
      answer += chunk;
      if (answer.endsWith('0\r\n\r\n') || answer.endsWith('}')) break;
    }
    assert.equal(statusOf(answer), 200);
    assert.equal(lastAsked().body, 'ten bytes!');
  });
});

describe('a response of a malicious service', () => {
  /** @param {import('../support/proxy.mjs').Answer} answer */
  async function said(answer, path = `/file/${handle}`) {
    service.script['GET /file/*'] = answer;
    service.script['GET /file/converted/*'] = answer;
    try {
      const response = await proxy.ask(path, { redirect: 'manual' });
      const text = await response.text().catch((error) => `broken off: ${error}`);
      return { status: response.status, text, headers: response.headers };
    } finally {
      service.script['GET /file/*'] = FINISHED;
    }
  }

  test('holds no key: not in words, addresses, names or headers', async () => {
    const json = JSON.stringify(KEY).slice(1, -1).replaceAll('K', '\\u004b');
    const answers = [
      [403, { err: `the apikey ${KEY} has no rights` }],
      [400, `{"error":{"code":400,"messages":["bad apikey ${json}","${KEY.toUpperCase()}"]}}`],
      [200, { [KEY]: 'x', data_id: KEY, scan_results: { note: `a${KEY}b` } }],
      [
        200,
        {
          url: `https://x.test/?apikey=${encodeURIComponent(KEY)}`,
          blob: `${'x'.repeat(70_000)}${KEY}`,
        },
      ],
      [500, `<html>invalid key ${KEY}</html>`, { 'content-type': 'text/html' }],
      [200, `<html>invalid key ${KEY}</html>`],
      [302, '', { location: `https://evil.test/?apikey=${KEY}` }],
      [429, { err: KEY }, { 'retry-after': KEY, 'x-ratelimit-reset-in': KEY, 'x-key': KEY }],
      [401, { err: `wrong key ${KEY}` }, { 'www-authenticate': KEY, 'set-cookie': `k=${KEY}` }],
      [200, { data_id: DATA_ID, a: 1 }, { 'set-cookie': `k=${KEY}`, server: KEY, etag: KEY }],
    ];
    for (const answer of answers) {
      const { status, text, headers } = await said(/** @type {any} */ (answer));
      holdsNoKey(text);
      holdsNoKey(JSON.stringify([...headers]));
      assert.notEqual(status, 401);
      assert.ok(status < 300 || status >= 400);
      assert.equal(headers.get('set-cookie'), null);
      assert.equal(headers.get('location'), null);
      assert.match(headers.get('content-type') ?? '', /^application\/(problem\+)?json$/);
      assert.equal(headers.get('cache-control'), 'no-store');
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
    }
    const told = await proxy.errors();
    assert.ok(told.length >= 5);
    told.forEach(holdsNoKey);
  });

  test('passes an error on as a status and message that the client knows', async () => {
    const refused = await said([
      429,
      { err: 'busy' },
      { 'retry-after': '7', 'x-ratelimit-reset-in': '86400s' },
    ]);
    assert.deepEqual([refused.status, refused.text], [429, '{"err":"busy"}']);
    assert.equal(refused.headers.get('retry-after'), '7');
    assert.equal(refused.headers.get('x-ratelimit-reset-in'), '86400s');
    const { err } = JSON.parse((await said([500, '<html>'])).text);
    assert.equal(err, 'MetaDefender answered HTTP 500');
    for (const nonsense of ['<html>', '', 'null', '"text"', '  \n'])
      assert.equal((await said([200, nonsense])).status, 502, nonsense);
    const redirect = await said([307, {}, { location: '/elsewhere' }]);
    assert.equal(redirect.status, 502);
    assert.ok(!service.asked.some(({ url }) => url === '/elsewhere'));
  });

  test('names the requested file by the handle in the request', async () => {
    const miss = await said([404, { [DATA_ID.toUpperCase()]: 'Not Found' }]);
    assert.deepEqual([miss.status, JSON.parse(miss.text)], [404, { [handle]: 'Not Found' }]);
    const { text } = await said([200, { ...FINISHED, note: `see /file/${DATA_ID}?x` }]);
    const report = JSON.parse(text);
    assert.equal(report.data_id, handle);
    assert.equal(report.note, `see /file/${handle}?x`);
    assert.ok(!text.includes(DATA_ID));
  });

  test('is otherwise unchanged', async () => {
    const body =
      '{ "data_id":null, "a" : 12345678901234567890, "b":[1.0, "\\u00e9\\/"], "data_id2":"x" }';
    assert.equal((await said([200, body])).text, body);
  });

  test('contains no handles made from the visitor’s own text', async () => {
    const victim = '00112233445566778899aabbccddeeff';
    const { text } = await said([
      200,
      { ...FINISHED, metadata: { data_id: victim, a: [{ batch_id: victim }] } },
    ]);
    assert.deepEqual(JSON.parse(text).metadata, { data_id: victim, a: [{ batch_id: victim }] });
    for (const id of ['..', '.', '../login', 'a/b', 'a b', 'a?b']) {
      const { text } = await said([200, { data_id: DATA_ID, scan_results: { data_id: id } }]);
      assert.equal(JSON.parse(text).scan_results.data_id, id);
    }
  });

  test('is not completed if it breaks off', async () => {
    assert.equal((await said([200, `{"data_id":"${DATA_ID}","a":"\\x"}`])).status, 502);
    const broken = (/** @type {string} */ names) =>
      said((_asked, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write(`{"data_id":"${DATA_ID}","names":[${names}`);
        setTimeout(() => response.end('"\\x"]}'), 50);
      });
    assert.equal((await broken('')).status, 502);
    const { text } = await broken(MANY_NAMES);
    assert.throws(() => JSON.parse(text), text);
    assert.match((await proxy.errors()).join(), /the response was cut off/);
  });

  test('is streamed if it is long', async () => {
    const { promise: seen, resolve: go } = withResolvers();
    service.script['GET /file/*'] = (
      /** @type {any} */ _asked,
      /** @type {import('node:http').ServerResponse} */ response,
    ) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(`{"data_id":"${DATA_ID}","names":[${MANY_NAMES}`);
      seen.then(() => response.end('"b"]}'));
    };
    try {
      const response = await proxy.ask(`/file/${handle}`);
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      const expected = `{"data_id":"${handle}","names":[${MANY_NAMES}`;
      let first = '';
      while (first.length < expected.length) first += (await reader?.read())?.value ?? '.';
      assert.equal(first, expected);
      go();
      let rest = '';
      for (let next; (next = await reader?.read()) && !next.done;) rest += next.value;
      assert.equal(rest, '"b"]}');
    } finally {
      service.script['GET /file/*'] = FINISHED;
    }
  });

  test('gives a file exactly one name to be saved under', async () => {
    for (const [given, name] of [
      [`attachment; filename="a\\"; filename=b.html"`, 'a"; filename=b.html'],
      [`inline; filename=page.html`, 'page.html'],
      [
        `attachment; filename*=UTF-8''k%C3%BChl%0d%0aset-cookie:%20x.txt`,
        'kühl__set-cookie_ x.txt',
      ],
      [`attachment; filename="../../etc/passwd"`, '__.._etc_passwd'],
      [`attachment; filename*=UTF-8''%E2%80%AEgpj.exe`, '_gpj.exe'],
      [`attachment; filename="${KEY}.txt"`, '[redacted].txt'],
      [`attachment; filename*=UTF-8''%ff`, ''],
    ]) {
      const { headers } = await said(
        [200, '<script>', { 'content-disposition': given, 'content-type': 'text/html' }],
        `/file/converted/${handle}`,
      );
      const disposition = headers.get('content-disposition') ?? '';
      assert.match(
        disposition,
        /^attachment(?:; filename="[^"\\]*"; filename\*=UTF-8''[\w.~%-]*)?$/,
      );
      const [, encoded = ''] = disposition.split("UTF-8''");
      assert.equal(decodeURIComponent(encoded), name);
      assert.equal(headers.get('content-type'), 'application/octet-stream');
    }
  });
});

/** @returns {{ promise: Promise<unknown>, resolve: (value?: unknown) => void }} */
function withResolvers() {
  let resolve = (/** @type {unknown} */ _value) => {};
  const promise = new Promise((settle) => (resolve = settle));
  return { promise, resolve };
}
