// @ts-check
// What preScreen passes on to an origin, with which verdict, and what it refuses.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createNetServer } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import { EICAR } from '../../behaviour/reports.js';
import { startGateway } from '../../support/gateway.mjs';
import { requireInConsumer } from '../support/consumer.mjs';
import { startMetaDefender } from '../support/scripted-metadefender.mjs';
import {
  keeper,
  problem,
  SECRET,
  serve,
  sha256,
  startOrigin,
  startScreening,
  unknown,
} from '../support/screening.mjs';
import { workerdTest } from '../support/worker.mjs';

const kept = keeper();

describe('an upload', () => {
  /** @type {Awaited<ReturnType<typeof startOrigin>>} */
  let origin;
  /** @type {Awaited<ReturnType<typeof startScreening>>} */
  let worker;
  /** @type {string} */
  let gateway;
  before(async () => {
    gateway = kept(await startGateway()).address;
    origin = kept(
      await startOrigin((_request, response) => {
        response.writeHead(207, { 'x-origin': 'yes', 'set-cookie': ['a=1', 'b=2'] }).end('taken');
      }),
    );
    worker = kept(
      await startScreening({ gateway, origin: origin.address, r2Buckets: ['HOLDING'] }),
    );
  });
  beforeEach(() => void (origin.received.length = 0));

  test('that is clean reaches the origin unchanged, with a verdict that it can verify', async () => {
    const content = unknown();
    const headers = { cookie: 'session=1', 'content-type': 'text/x-test', te: 'trailers' };
    const init = { method: 'PUT', body: content, headers };
    const response = await fetch(`${worker.address}/a%2Fb//c.txt?d=%20e`, init);
    assert.equal(response.status, 207);
    assert.equal(response.headers.get('x-origin'), 'yes');
    assert.deepEqual(response.headers.getSetCookie(), ['a=1', 'b=2']);
    assert.equal(await response.text(), 'taken');
    const [request] = origin.received;
    assert.equal(request?.method, 'PUT');
    assert.equal(request?.url, '/a%2Fb//c.txt?d=%20e');
    assert.equal(String(request?.body), content);
    assert.equal(request?.headers.cookie, 'session=1');
    assert.equal(request?.headers['content-type'], 'text/x-test');
    assert.equal(request?.headers['content-length'], String(content.length));
    assert.equal(request?.headers.host, new URL(origin.address).host);
    assert.equal(request?.headers.te, undefined);
    assert.equal(request?.verdict.verdict, 'allowed');
    assert.equal(request?.verdict.files[0].sha256, sha256(content));
    assert.match(request?.verdict.files[0].dataId, /^[0-9a-f]{32}$/);
  });

  test('reaches MetaDefender with its length even if calls are limited', async () => {
    const options = { subrequests: 40 };
    const limited = kept(await startScreening({ gateway, origin: origin.address, options }));
    const response = await fetch(limited.address, { method: 'POST', body: unknown() });
    assert.equal(response.status, 207, await response.text());
  });

  test('can be verified by an origin in CommonJS', async () => {
    const content = unknown();
    await fetch(worker.address, { method: 'POST', body: content });
    const { verifyVerdict } = requireInConsumer('metadefender-wasm/edge/verify');
    const headers = origin.received[0]?.headers ?? {};
    const known = await verifyVerdict(headers, { secret: SECRET, sha256: sha256(content) });
    assert.equal(known.verdict, 'allowed');
    await assert.rejects(
      verifyVerdict({ ...headers, 'x-metadefender-verdict': 'undetermined' }, { secret: SECRET }),
      { code: 'unauthorized' },
    );
  });

  test('that is blocked is not delivered', async () => {
    const init = { method: 'POST', body: EICAR };
    const { files } = await problem(await fetch(worker.address, init), 422, 'blocked');
    assert.equal(files[0].reason, 'infected');
    assert.deepEqual(Object.keys(files[0]).sort(), ['reason', 'threats', 'verdict']);
    assert.deepEqual(origin.received, []);
  });

  test('that is large is held in the bucket only until it is delivered', async () => {
    const content = Buffer.alloc(12 << 20, unknown());
    const response = await fetch(worker.address, { method: 'POST', body: content });
    assert.equal(response.status, 207);
    assert(origin.received[0]?.body.equals(content));
    assert.equal(origin.received[0]?.headers['content-length'], String(content.length));
    assert.equal(origin.received[0]?.verdict.files[0].sha256, sha256(content));
    await worker.untilEmpty();
  });

  describe('that does not state its length', () => {
    /** @param {BlobPart[]} body @param {string} type */
    const send = (body, type) =>
      fetch(worker.address, {
        method: 'POST',
        body: new Blob(body).stream(),
        headers: { 'content-type': type },
        .../** @type {object} */ ({ duplex: 'half' }),
      });
    /** @param {BlobPart[]} files @returns {[BlobPart[], string]} */
    const form = (...files) => {
      const head = '--b\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\n';
      const parts = files.flatMap((file) => [head, file, '\r\n']);
      return [[...parts, '--b--'], 'multipart/form-data; boundary=b'];
    };

    test('is delivered with its length, from the bucket if it is large', async () => {
      for (const size of [10, 9 << 20, 21 << 20]) {
        const content = Buffer.alloc(size, unknown());
        for (const [body, type] of [
          /** @type {const} */ ([[content], 'application/octet-stream']),
          form(content),
        ]) {
          assert.equal((await send([...body], type)).status, 207);
          const got = origin.received.at(-1) ?? assert.fail();
          assert(got.body.equals(Buffer.from(await new Blob([...body]).arrayBuffer())));
          assert.equal(got.headers['content-length'], String(got.body.length));
          assert.equal(got.verdict.files[0].sha256, sha256(content));
        }
      }
      await worker.untilEmpty();
    });

    test('is not delivered if it is blocked, and not kept', async () => {
      const large = Buffer.alloc(9 << 20, unknown());
      await problem(await send(...form(EICAR, large)), 422, 'blocked');
      assert.deepEqual(origin.received, []);
      await worker.untilEmpty();
    });
  });

  test('of a middleware is screened, whatever kind of stream its body is', async () => {
    const url = `${worker.address}/_rewrapped`;
    for (const content of [unknown(), Buffer.alloc(9 << 20, unknown())]) {
      assert.equal((await fetch(url, { method: 'POST', body: content })).status, 207);
      assert(origin.received.at(-1)?.body.equals(Buffer.from(content)));
    }
    await problem(await fetch(url, { method: 'POST', body: EICAR }), 422, 'blocked');
    await worker.untilEmpty();
  });

  test('without a body passes, without the headers reserved for verdicts', async () => {
    const forged = [
      'X-MetaDefender-Verdict: allowed',
      'x_metadefender_verdict: allowed',
      'X-Metadefender-Anything: x',
    ];
    const request = ['GET /page?a HTTP/1.1', 'Host: a', 'Cookie: b', ...forged, '', ''];
    assert.equal((await worker.raw(request.join('\r\n'))).status, 207);
    const [{ method, url, headers, verdict } = assert.fail()] = origin.received;
    assert.deepEqual([method, url, headers.cookie], ['GET', '/page?a', 'b']);
    assert.deepEqual(
      Object.keys(headers).filter((name) => /metadefender/.test(name)),
      [],
    );
    assert.equal(verdict, 'unauthorized');
  });

  test('with a forged verdict gets the real one', async () => {
    await fetch(worker.address, { method: 'POST', body: unknown() });
    const genuine = origin.received[0]?.headers ?? {};
    const stolen = Object.entries(genuine).filter(([name]) => name.startsWith('x-metadefender'));
    assert.equal(stolen.length, 4);
    const content = unknown();
    const headers = Object.fromEntries(
      stolen.flatMap(([name, value]) => [
        [name, value],
        [name.replaceAll('-', '_'), value],
      ]),
    );
    await fetch(worker.address, { method: 'POST', body: content, headers });
    const { verdict, headers: got } = origin.received[1] ?? assert.fail();
    assert.equal(verdict.files[0].sha256, sha256(content));
    assert.equal(Object.keys(got).filter((name) => /metadefender/.test(name)).length, 4);
  });

  test('with an empty body is allowed, with no files', async () => {
    for (const init of [{ method: 'POST' }, { method: 'PUT', body: '' }]) {
      assert.equal((await fetch(worker.address, init)).status, 207);
    }
    const chunked = 'PATCH / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n';
    assert.equal((await worker.raw(chunked)).status, 207);
    for (const { verdict, body } of origin.received) {
      assert.equal(verdict.verdict, 'allowed');
      assert.deepEqual(verdict.files, []);
      assert.equal(body.length, 0);
    }
    assert.equal(origin.received.length, 3);
  });

  test('of any method is screened', async () => {
    for (const method of ['DELETE', 'OPTIONS', 'PROPFIND']) {
      await problem(await fetch(worker.address, { method, body: EICAR }), 422, 'blocked');
    }
    assert.deepEqual(origin.received, []);
  });

  test('is scanned independently of concurrent ones', async () => {
    const responses = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const content = index % 3 === 0 ? EICAR : unknown().repeat(index * 40_000);
        const form = new FormData();
        form.append('file', new Blob([content]), `${index}`);
        const body = index % 2 ? form : content;
        const init = { method: 'POST', body };
        return { content, response: await fetch(`${worker.address}/${index}`, init) };
      }),
    );
    for (const [index, { content, response }] of responses.entries()) {
      assert.equal(response.status, index % 3 === 0 ? 422 : 207, await response.text());
      const got = origin.received.find(({ url }) => url === `/${index}`);
      if (index % 3 === 0) assert.equal(got, undefined);
      else assert.equal(got?.verdict.files[0].sha256, sha256(content));
    }
    await worker.untilEmpty();
  });

  test('can be delivered to a function instead of a URL', async () => {
    const options = { byFunction: true };
    const byFunction = kept(await startScreening({ gateway, options }));
    const content = unknown();
    const init = { method: 'POST', body: content };
    const known = await (await fetch(byFunction.address, init)).json();
    assert.equal(known.body, content);
    assert.equal(known.verdict, 'allowed');
    assert.equal(known.files[0].sha256, sha256(content));
    assert.equal(known.files[0].size, content.length);
  });

  workerdTest('goes to a service binding in place of an address', async () => {
    const content = unknown();
    const init = { method: 'POST', body: content };
    const address = { external: { address: new URL(origin.address).host, http: {} } };
    const byService = kept(
      await startScreening({ gateway, serviceBindings: { SERVICE: address } }),
    );
    assert.equal((await fetch(`${byService.address}/b`, init)).status, 207);
    assert.equal(origin.received[0]?.url, '/b');
    assert.equal(origin.received[0]?.verdict.files[0].sha256, sha256(content));
  });

  test('gets the redirect of the origin', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(303, { location: '/done' }).end();
    });
    const elsewhere = kept(await serve(server)).address;
    const redirected = kept(await startScreening({ gateway, origin: elsewhere }));
    const init = /** @type {const} */ ({ method: 'POST', body: unknown(), redirect: 'manual' });
    const response = await fetch(redirected.address, init);
    assert.equal(response.status, 303);
    assert.equal(response.headers.get('location'), '/done');
  });

  test('whose origin is unreachable fails, and nothing is kept', async () => {
    const nobody = kept(
      await startScreening({ gateway, origin: 'http://127.0.0.1:9', r2Buckets: ['HOLDING'] }),
    );
    for (const size of [10, 10 << 20]) {
      const init = { method: 'POST', body: Buffer.alloc(size, unknown()) };
      await problem(await fetch(nobody.address, init), 502, 'origin-unreachable');
    }
    await nobody.untilEmpty();
  });

  test('that the origin does not read gets its response at once, and is soon released', async () => {
    /** @type {import('node:net').Socket[]} */
    const sockets = [];
    after(() => sockets.forEach((socket) => socket.destroy()));
    const server = createNetServer((socket) => {
      socket.on('error', () => {});
      sockets.push(socket);
      socket.once('data', () => {
        socket.pause();
        socket.write('HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno');
      });
    });
    server.unref().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    const deaf = kept(
      await startScreening({
        gateway,
        origin: `http://127.0.0.1:${port}`,
        r2Buckets: ['HOLDING'],
      }),
    );
    const init = { method: 'POST', body: Buffer.alloc(30 << 20, unknown()) };
    const response = await fetch(deaf.address, init);
    assert.equal(response.status, 401);
    await deaf.untilEmpty();
  });

  test('with an early response of the origin leaves nothing behind', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(403, { connection: 'close' }).end('no');
    });
    const early = kept(await serve(server)).address;
    const hasty = kept(await startScreening({ gateway, origin: early, r2Buckets: ['HOLDING'] }));
    const init = { method: 'POST', body: Buffer.alloc(20 << 20, unknown()) };
    const response = await fetch(hasty.address, init);
    // The result of a broken connection depends on timing.
    assert([403, 502].includes(response.status));
    await hasty.untilEmpty();
  });
});

describe('an undetermined upload', () => {
  /** @type {Awaited<ReturnType<typeof startOrigin>>} */
  let origin;
  before(async () => {
    origin = kept(await startOrigin());
  });
  beforeEach(() => void (origin.received.length = 0));

  /** @param {string} gateway @param {object} [options] @param {object} [bindings] */
  const screening = async (gateway, options, bindings) =>
    kept(
      await startScreening({
        gateway,
        origin: origin.address,
        options: { retry: { attempts: 1 }, ...options },
        bindings,
        r2Buckets: ['HOLDING'],
      }),
    );
  /** @param {object} [options] */
  const offline = (options) => screening('http://127.0.0.1:9', options);
  const post = (body = unknown()) => ({ method: 'POST', body });

  test('is not delivered if the service is unreachable', async () => {
    const worker = await offline();
    for (const body of [unknown(), Buffer.alloc(9 << 20, 'x')]) {
      const response = await fetch(worker.address, { method: 'POST', body });
      assert.match(response.headers.get('retry-after') ?? '', /^\d+$/);
      const { files } = await problem(response, 503, 'undetermined');
      assert.equal(files[0].reason, 'network');
    }
    assert.deepEqual(origin.received, []);
    await worker.untilEmpty();
  });

  test('is delivered if the policy says so, with that verdict', async () => {
    const worker = await offline({ undetermined: 'forward' });
    for (const body of [unknown(), Buffer.alloc(9 << 20, unknown())]) {
      assert.equal((await fetch(worker.address, { method: 'POST', body })).status, 200);
    }
    const form = new FormData();
    form.append('a', new Blob([unknown()]), 'a');
    form.append('b', new Blob([unknown()]), 'b');
    assert.equal((await fetch(worker.address, { method: 'POST', body: form })).status, 200);
    assert.equal(origin.received[1]?.body.length, 9 << 20);
    const { verifyVerdict } = requireInConsumer('metadefender-wasm/edge/verify');
    for (const { verdict, headers, body } of origin.received) {
      assert.equal(verdict.verdict, 'undetermined');
      assert.equal(verdict.files[0].dataId, '');
      if (verdict.files.length === 1) assert.equal(verdict.files[0].sha256, sha256(body));
      await assert.rejects(verifyVerdict(headers, { secret: SECRET }), { code: 'forbidden' });
    }
    assert.equal(origin.received[2]?.verdict.files.length, 2);
  });

  test('gets the response of the policy, or the usual refusal if the policy throws', async () => {
    const answering = await offline({ undetermined: 'answer' });
    const response = await fetch(answering.address, post());
    assert.equal(response.status, 299);
    assert.deepEqual(await response.json(), { verdict: 'undetermined', method: 'POST' });
    for (const undetermined of ['throw', 'hang']) {
      const failing = await offline({ undetermined });
      await problem(await fetch(failing.address, post()), 503, 'undetermined');
    }
    assert.deepEqual(origin.received, []);
  });

  test('with a blocked file is refused under any policy', async () => {
    const gateway = kept(await startGateway()).address;
    const worker = await screening(gateway, { undetermined: 'forward' });
    await problem(await fetch(worker.address, post(EICAR)), 422, 'blocked');
    assert.deepEqual(origin.received, []);
  });

  test('gets the Retry-After of the service', async () => {
    const limit = (/** @type {string} */ operation) =>
      operation === 'GET /hash/*' ? [429, { 'retry-after': '77' }, {}] : undefined;
    const service = kept(await startMetaDefender(limit));
    const worker = await screening(service.address);
    const response = await fetch(worker.address, post());
    assert.equal(response.headers.get('retry-after'), '77');
    const { files } = await problem(response, 503, 'undetermined');
    assert.equal(files[0].reason, 'rate-limited');
  });

  test('is one with a report of another file', async () => {
    const other = (/** @type {string} */ operation) =>
      operation === 'GET /file/*'
        ? { data_id: 'analysis-1', file_info: { sha256: '0'.repeat(64) }, ...report() }
        : undefined;
    const service = kept(await startMetaDefender(other));
    const worker = await screening(service.address);
    const { files } = await problem(await fetch(worker.address, post()), 503, 'undetermined');
    assert.equal(files[0].reason, 'integrity');
    assert.deepEqual(origin.received, []);
  });

  test('never reveals the key or the service’s address', async () => {
    const echo = (
      /** @type {string} */ _operation,
      /** @type {import('node:http').IncomingMessage} */ { headers },
    ) => [401, {}, { err: `wrong key ${headers.apikey}` }];
    const service = kept(await startMetaDefender(echo));
    const key = 'key-of-the-service-5ab1c3';
    const worker = await screening(service.address, { apiKey: key });
    const text = await (await fetch(worker.address, post())).text();
    assert.match(text, /unauthorized/);
    assert(!text.includes(key) && !text.includes(new URL(service.address).port));
    assert.match(worker.log(), /unauthorized/);
    assert(!worker.log().includes(key));
  });
});

test('a known file is not uploaded, unless its upload has started already', async () => {
  const service = kept(
    await startMetaDefender((operation) =>
      operation === 'GET /hash/*'
        ? { data_id: 'known', file_info: { sha256: sha256('x') }, ...report() }
        : undefined,
    ),
  );
  const origin = kept(await startOrigin());
  const start = (/** @type {object} */ options) =>
    startScreening({ gateway: service.address, origin: origin.address, options });
  const worker = kept(await start({}));
  await fetch(worker.address, { method: 'POST', body: 'x' });
  assert.deepEqual(service.asked, ['GET /hash/*']);
  assert.equal(origin.received[0]?.verdict.files[0].dataId, 'known');
  const without = kept(await start({ lookup: false }));
  await fetch(without.address, { method: 'POST', body: 'x' });
  assert.deepEqual(service.asked.slice(1), ['POST /file', 'GET /file/*']);
  assert.equal(origin.received[1]?.verdict.files[0].dataId, 'analysis-1');
});

test('with a missing binding nothing passes, and the console names it', async () => {
  const origin = kept(await startOrigin());
  const worker = kept(
    await startScreening({
      gateway: 'http://127.0.0.1:9',
      origin: origin.address,
      // Like `env.QUEUE` that is not configured.
      options: { queue: null },
    }),
  );
  await problem(await fetch(worker.address), 500, 'failed');
  await problem(await fetch(worker.address, { method: 'POST', body: 'x' }), 500, 'failed');
  assert.match(worker.log(), /queue has no value/);
  assert.deepEqual(origin.received, []);
});

test('with invalid options nothing passes', async () => {
  const origin = kept(await startOrigin());
  const bindings = { SECRET: 'short' };
  const worker = kept(
    await startScreening({ gateway: 'http://127.0.0.1:9', origin: origin.address, bindings }),
  );
  await problem(await fetch(worker.address), 500, 'failed');
  await problem(await fetch(worker.address, { method: 'POST', body: 'x' }), 500, 'failed');
  assert.deepEqual(origin.received, []);
});

const report = () => ({
  process_info: { progress_percentage: 100, result: 'Allowed', blocked_reason: '' },
  scan_results: { progress_percentage: 100, scan_all_result_i: 0, scan_all_result_a: 'Clean' },
});
