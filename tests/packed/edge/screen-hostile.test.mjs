// @ts-check
// Malicious requests to preScreen.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { before, beforeEach, describe, test } from 'node:test';
import { startRemoteBucket } from '../support/remote-bucket.mjs';
import { inProgress, startMetaDefender } from '../support/scripted-metadefender.mjs';
import {
  keeper,
  problem,
  serve,
  sha256,
  startOrigin,
  startScreening,
  unknown,
  until,
} from '../support/screening.mjs';
import { workerdTest } from '../support/worker.mjs';

const kept = keeper();

/** @type {Awaited<ReturnType<typeof startOrigin>>} */
let origin;
before(async () => {
  origin = kept(await startOrigin());
});
beforeEach(() => void (origin.received.length = 0));

describe('refused is', () => {
  /** @type {Awaited<ReturnType<typeof startScreening>>} */
  let worker;
  /** @type {Awaited<ReturnType<typeof startMetaDefender>>} */
  let service;
  before(async () => {
    service = kept(await startMetaDefender());
    worker = kept(
      await startScreening({
        gateway: service.address,
        origin: origin.address,
        options: { maxSize: 3_000_000, holding: { memory: 1_000_000 } },
        r2Buckets: ['HOLDING'],
      }),
    );
  });

  /** @param {string[]} headers @param {string} [body] @param {string} [line] */
  const send = (headers, body = 'x', line = 'POST / HTTP/1.1') =>
    worker.raw(`${[line, 'Host: a', ...headers].join('\r\n')}\r\n\r\n${body}`);

  const one = 'Content-Length: 1';
  const form = 'Content-Type: multipart/form-data; boundary=b';
  /** @type {Record<string, [number, string, string[], string?, string?]>} */
  const requests = {
    'a body that is encoded': [415, 'unsupported-encoding', [one, 'Content-Encoding: gzip']],
    'a body that is encoded twice': [
      415,
      'unsupported-encoding',
      [one, 'Content-Encoding: identity, gzip'],
    ],
    'another multipart type': [
      415,
      'unsupported-type',
      [one, 'Content-Type: multipart/mixed; boundary=b'],
    ],
    'a form and something else': [400, 'bad-request', [one, form, 'Content-Type: text/plain']],
    'another type and a form': [400, 'bad-request', [one, 'Content-Type: text/plain', form]],
    'a form with two boundaries': [400, 'bad-request', [one, `${form}; boundary=c`]],
    'a form without a boundary': [400, 'bad-request', [one, 'Content-Type: multipart/form-data']],
    'an invalid Content-Type': [400, 'bad-request', [one, 'Content-Type: form']],
    'a GET with a body': [400, 'bad-request', [one], 'x', 'GET / HTTP/1.1'],
    'a body of two lengths': [
      400,
      'bad-request',
      [one, 'Transfer-Encoding: chunked'],
      '1\r\nx\r\n0\r\n\r\n',
    ],
    'a body that is too large, before it is sent': [
      413,
      'too-large',
      ['Content-Length: 3000001'],
      '',
    ],
    'a body without a length that is too large': [
      413,
      'too-large',
      ['Transfer-Encoding: chunked'],
      `2dc6c1\r\n${'x'.repeat(3_000_001)}\r\n0\r\n\r\n`,
    ],
  };
  /** Requests that Node, Deno and Bun refuse themselves, or treat as having no body. */
  const ofWorkerd = ['a GET with a body', 'a body of two lengths'];
  for (const [what, [status, kind, headers, body, line]] of Object.entries(requests)) {
    (ofWorkerd.includes(what) ? workerdTest : test)(what, async () => {
      const answer = await send(headers, body, line);
      assert.equal(answer.status, status, answer.head);
      assert.equal(JSON.parse(answer.body).type, `urn:metadefender-wasm:${kind}`);
      if (status === 415) assert.match(answer.head, /accept-encoding: identity|unsupported/i);
      assert.deepEqual([origin.received, service.uploads], [[], []]);
    });
  }

  test('nothing else: a small body needs no length', async () => {
    const content = unknown();
    const stream = new Blob([content]).stream();
    const init = /** @type {any} */ ({ method: 'POST', body: stream, duplex: 'half' });
    assert.equal((await fetch(worker.address, init)).status, 200);
    assert.equal(origin.received[0]?.verdict.files[0].sha256, sha256(content));
    assert.equal(origin.received[0]?.headers['content-length'], String(content.length));
    service.uploads.length = 0;
  });

  test('no header that Connection cannot remove', async () => {
    const lines = ['Connection: cookie, Content-Type, x-hop', 'X-Hop: a', 'Cookie: b', 'X-End: c'];
    const request = ['POST / HTTP/1.1', 'Host: a', one, 'Content-Type: text/x-test', ...lines];
    assert.equal((await worker.raw(`${request.join('\r\n')}\r\n\r\nx`)).status, 200);
    const { headers } = origin.received[0] ?? assert.fail();
    const got = ['cookie', 'content-type', 'x-end', 'x-hop'].map((name) => headers[name]);
    assert.deepEqual(got, ['b', 'text/x-test', 'c', undefined]);
  });

  test('no path: it is sent to the origin unchanged, and to no other host', async () => {
    const path = '//elsewhere.example/a%2F..%2Fb?c=//d';
    const answer = await send([one], 'x', `PUT ${path} HTTP/1.1`);
    assert.equal(answer.status, 200);
    assert.equal(origin.received[0]?.url, path);
    service.uploads.length = 0;
  });

  test('a status URL that was never issued', async () => {
    for (const id of ['', 'a', 'A'.repeat(100), '..%2f..%2fx', `${'x'.repeat(5000)}`]) {
      const response = await fetch(`${worker.address}/metadefender-status/${id}`);
      await problem(response, 404, 'not-found');
    }
    const init = { method: 'POST', body: 'x' };
    const response = await fetch(`${worker.address}/metadefender-status/a`, init);
    assert.equal(response.headers.get('allow'), 'GET, HEAD');
    await problem(response, 405, 'method-not-allowed');
    assert.deepEqual(origin.received, []);
  });
});

describe('a client that hangs up', () => {
  // In other runtimes the folder contains what is being written: see servers.test.mjs.
  workerdTest('in the middle of a body without a length leaves nothing behind', async () => {
    const service = kept(await startMetaDefender());
    const bucket = kept(await startRemoteBucket());
    const worker = kept(
      await startScreening({
        gateway: service.address,
        origin: origin.address,
        bindings: { REMOTE: bucket.address },
      }),
    );
    const socket = worker.socket();
    const chunk = `100000\r\n${'x'.repeat(1 << 20)}\r\n`;
    socket.write(
      `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(10)}`,
    );
    await until(() => bucket.asked.some((one) => /^PUT .*part=1$/.test(one)));
    socket.resetAndDestroy();
    await until(() => bucket.asked.some((one) => /^DELETE .*parts$/.test(one)));
    assert.deepEqual([origin.received, service.uploads], [[], []]);
  });

  for (const size of [500_000, 40_000_000]) {
    for (const how of /** @type {const} */ (['resetAndDestroy', 'destroy'])) {
      test(`in the middle of ${size} bytes, by ${how}, leaves nothing behind`, async () => {
        let isCut = false;
        const service = kept(
          await startMetaDefender((operation, request) => {
            if (operation === 'POST /file') request.on('close', () => (isCut = !request.complete));
            return undefined;
          }),
        );
        const worker = kept(
          await startScreening({
            gateway: service.address,
            origin: origin.address,
            options: { lookup: false },
            r2Buckets: ['HOLDING'],
          }),
        );
        const socket = worker.socket();
        const head = `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${size}\r\n\r\n`;
        socket.write(head + 'x'.repeat(size / 2));
        await until(() => service.uploads[0]);
        socket[how]();
        await until(() => isCut);
        await worker.untilEmpty();
        assert.deepEqual(origin.received, []);
        assert.equal(service.count('GET /file/*'), 0);
      });
    }
  }

  test('while the origin is silent releases its share of the memory', async () => {
    const service = kept(await startMetaDefender());
    let isSilent = true;
    let asked = 0;
    const silent = kept(
      await serve(
        createServer((_request, response) => {
          asked++;
          if (!isSilent) response.end();
        }),
      ),
    );
    const worker = kept(
      await startScreening({
        gateway: service.address,
        origin: silent.address,
        options: { holding: { memory: 1000, isolateMemory: 1500 } },
      }),
    );
    const socket = worker.socket();
    socket.write(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n${'x'.repeat(1000)}`);
    await until(() => asked > 0);
    socket.resetAndDestroy();
    isSilent = false;
    const post = { method: 'POST', body: 'y'.repeat(1000) };
    await until(async () => (await fetch(worker.address, post)).status === 200);
  });

  test('during the analysis has it cancelled', async () => {
    const service = kept(
      await startMetaDefender((operation) =>
        operation === 'GET /file/*' ? inProgress() : undefined,
      ),
    );
    const worker = kept(
      await startScreening({
        gateway: service.address,
        origin: origin.address,
        r2Buckets: ['HOLDING'],
      }),
    );
    for (const size of [10, 10_000_000]) {
      const socket = worker.socket();
      const head = `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${size}\r\n\r\n`;
      socket.write(head + 'x'.repeat(size));
      const asked = service.count('GET /file/*');
      await until(() => service.count('GET /file/*') > asked + 1);
      const cancelled = service.count('POST /file/*/cancel');
      socket.resetAndDestroy();
      await until(() => service.count('POST /file/*/cancel') > cancelled);
      await worker.untilEmpty();
    }
    assert.deepEqual(origin.received, []);
  });
});

describe('a slow client', () => {
  test('is awaited as long as data arrives', async () => {
    const service = kept(await startMetaDefender());
    const worker = kept(await startScreening({ gateway: service.address, origin: origin.address }));
    const socket = worker.socket();
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\n');
    for (let sent = 0; sent < 20; sent++) {
      await new Promise((resolve) => setTimeout(resolve, 30));
      socket.write('x');
    }
    const [answer] = await once(socket, 'data');
    assert.match(String(answer), /^HTTP\/1.1 200 /);
    assert.equal(String(origin.received[0]?.body), 'x'.repeat(20));
    socket.destroy();
  });

  test('holds its share of the memory, and others are served when it is done', async () => {
    const service = kept(await startMetaDefender());
    const worker = kept(
      await startScreening({
        gateway: service.address,
        origin: origin.address,
        options: { lookup: false, holding: { memory: 1000, isolateMemory: 1500 } },
      }),
    );
    const post = { method: 'POST', body: 'y'.repeat(1000) };
    /** A client that has sent a part of its body, which is already being sent to the service. */
    async function slowClient() {
      const before = service.uploads.length;
      const socket = worker.socket().on('error', () => {});
      const head = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n';
      socket.write(head + 'x'.repeat(500));
      await until(() => service.uploads.length > before);
      const response = await fetch(worker.address, post);
      assert.match(response.headers.get('retry-after') ?? '', /^\d+$/);
      await problem(response, 503, 'busy');
      return socket;
    }
    const isFree = async () => (await fetch(worker.address, post)).status === 200;
    const socket = await slowClient();
    const small = { method: 'POST', body: 'z'.repeat(400) };
    assert.equal((await fetch(worker.address, small)).status, 200);
    const answered = once(socket, 'data');
    socket.write('x'.repeat(500));
    assert.match(String((await answered)[0]), /^HTTP\/1.1 200 /);
    socket.destroy();
    await until(isFree);
    // A failed request releases it as well.
    const gone = await slowClient();
    gone.resetAndDestroy();
    await until(isFree);
    const large = { method: 'POST', body: 'y'.repeat(1001) };
    const { detail } = await problem(await fetch(worker.address, large), 413, 'too-large');
    assert.match(detail, /bucket/);
  });
});
