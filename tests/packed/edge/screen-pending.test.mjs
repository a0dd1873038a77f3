// @ts-check
// Analyses that take longer than a request: preScreen hands them over to status requests and to a queue.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import { describe, test } from 'node:test';
import { startGateway } from '../../support/gateway.mjs';
import { startRemoteBucket } from '../support/remote-bucket.mjs';
import { clean, inProgress, startMetaDefender } from '../support/scripted-metadefender.mjs';
import {
  keeper,
  keysOf,
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

const blocked = () => {
  const report = clean();
  report.process_info.result = 'Blocked';
  report.process_info.blocked_reason = 'Infected';
  report.scan_results.scan_all_result_i = 1;
  return report;
};

/**
 * A Worker with a slow MetaDefender.
 * @param {object} [options] of preScreen
 * @param {Parameters<typeof startOrigin>[0]} [answer]
 * @param {Record<string, unknown>} [miniflare]
 */
async function slowScreening(options, answer, miniflare) {
  /** What a question for a report is answered. @type {{ report: (id?: string) => unknown }} */
  const state = { report: inProgress };
  const service = kept(
    await startMetaDefender((operation, { url }) =>
      operation === 'GET /file/*' ? state.report(url?.split('/')[2]) : undefined,
    ),
  );
  const origin = kept(await startOrigin(answer));
  const worker = kept(
    await startScreening({
      gateway: service.address,
      origin: origin.address,
      options: { waitFor: 100, retry: { attempts: 1 }, ...options },
      // There each analysis is polled once, which must not time out on a busy machine.
      bindings: { LATER: { waitFor: 60_000 } },
      r2Buckets: ['HOLDING'],
      ...miniflare,
    }),
  );
  /** Sends an upload that becomes pending, and returns its status URL. @param {BodyInit} body */
  async function upload(body) {
    const headers = { cookie: 'session=1' };
    const init = { method: 'POST', body, headers };
    const response = await fetch(`${worker.address}/to?a=b`, init);
    assert.equal(response.status, 202);
    assert.match(response.headers.get('retry-after') ?? '', /^\d+$/);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.deepEqual(await response.json(), { status: 'pending' });
    const location = response.headers.get('location') ?? '';
    assert.match(location, /^\/metadefender-status\/[\w-]{50,}$/);
    return worker.address + location;
  }
  return { state, service, origin, worker, upload };
}

/** @param {any} bucket */
async function recordIn(bucket) {
  const [key] = (await keysOf(bucket)).filter((/** @type {string} */ key) => key.endsWith('.json'));
  return { key, record: await (await bucket.get(key)).json() };
}

describe('an upload whose analysis takes long', () => {
  for (const [what, body] of /** @type {[string, () => BodyInit][]} */ ([
    ['in memory', unknown],
    ['in the bucket', () => Buffer.alloc(9 << 20, unknown())],
    ['of a form', () => formOf(unknown(), unknown(), unknown())],
  ])) {
    test(`${what} is delivered once, at a request for its status`, async () => {
      const { state, service, origin, worker, upload } = await slowScreening(
        {},
        (_request, response) => response.writeHead(207, { 'x-a': 'b' }).end('taken'),
      );
      const content = body();
      const status = await upload(content);
      assert.equal(service.count('POST /file/*/cancel'), 0);
      assert.equal((await fetch(status)).status, 202);
      // By now, as a slow machine has not sent them all in the time that it waits, or one of them in vain.
      const uploads = service.count('POST /file');
      assert(uploads >= (content instanceof FormData ? 3 : 1));
      state.report = clean;
      assert.equal((await fetch(status, { method: 'HEAD' })).status, 202);
      assert.equal(origin.received.length, 0);
      const response = await fetch(status);
      assert.deepEqual([response.status, await response.text()], [207, 'taken']);
      assert.equal(response.headers.get('x-a'), 'b');
      assert.equal(service.count('POST /file'), uploads);
      const { url, method, headers, body: got, verdict } = origin.received[0] ?? assert.fail();
      assert.deepEqual([method, url, headers.cookie], ['POST', '/to?a=b', 'session=1']);
      assert.equal(verdict.verdict, 'allowed');
      if (content instanceof FormData) {
        const type = String(headers['content-type']);
        const form = await new Response(Uint8Array.from(got), {
          headers: { 'content-type': type },
        }).formData();
        const texts = await Promise.all(
          form.getAll('f').map((file) => /** @type {File} */ (file).text()),
        );
        assert.deepEqual(verdict.files.map(hashOf), texts.map(sha256));
      } else {
        assert.equal(String(got), String(content));
        assert.deepEqual(verdict.files.map(hashOf), [sha256(got)]);
      }
      const again = await fetch(status);
      assert.equal(again.status, 200);
      assert.deepEqual(await again.json(), { status: 'delivered', answered: 207 });
      const bucket = await worker.bucket('HOLDING');
      await until(async () => (await keysOf(bucket)).length === 1);
      assert(!JSON.stringify((await recordIn(bucket)).record).includes('session'));
      assert.equal(origin.received.length, 1);
    });
  }

  test('is delivered once, however many ask at the same time', async () => {
    const { state, origin, upload } = await slowScreening();
    for (let round = 1; round <= 5; round++) {
      state.report = inProgress;
      const status = await upload(unknown());
      state.report = clean;
      const responses = await Promise.all(Array.from({ length: 6 }, () => fetch(status)));
      for (const response of responses) {
        assert([200, 202].includes(response.status), `${response.status}`);
        await response.text();
      }
      await until(async () => (await fetch(status)).status === 200);
      assert.equal(origin.received.length, round);
    }
  });

  test('is refused if it turns out to be blocked', async () => {
    const { state, origin, worker, upload } = await slowScreening();
    const status = await upload(unknown());
    state.report = blocked;
    for (let time = 0; time < 2; time++) {
      const { files } = await problem(await fetch(status), 422, 'blocked');
      assert.equal(files[0].verdict, 'blocked');
      assert.equal(files[0].dataId, undefined);
    }
    const bucket = await worker.bucket('HOLDING');
    await until(async () => (await keysOf(bucket)).length === 1);
    assert.equal(origin.received.length, 0);
  });

  test('is not given up after a temporary failure', async () => {
    const { state, origin, upload } = await slowScreening();
    const status = await upload(unknown());
    state.report = () => [503, {}, {}];
    assert.equal((await fetch(status)).status, 202);
    state.report = () => [404, {}, { err: 'The requested page was not found' }];
    const { files } = await problem(await fetch(status), 503, 'undetermined');
    assert.equal(files[0].reason, 'not-found');
    assert.equal(origin.received.length, 0);
  });

  test('is decided by the policy if it stays undetermined', async () => {
    const { state, origin, upload } = await slowScreening({ undetermined: 'forward' });
    const status = await upload(unknown());
    state.report = () => [404, {}, { err: 'The requested page was not found' }];
    assert.equal((await fetch(status)).status, 200);
    assert.equal(origin.received[0]?.verdict.verdict, 'undetermined');
  });

  test('can be delivered again if the origin was unreachable', async () => {
    let isThere = false;
    const { state, origin, upload } = await slowScreening({}, (request, response) => {
      if (isThere) response.end('taken');
      else request.socket.destroy();
    });
    const status = await upload(unknown());
    state.report = clean;
    await problem(await fetch(status), 502, 'origin-unreachable');
    isThere = true;
    assert.equal((await fetch(status)).status, 200);
    assert.equal(origin.received.length, 2);
  });

  test('is not delivered again if the origin may have received it', async () => {
    /** @type {any} */
    let bucket;
    const { state, origin, worker, upload } = await slowScreening({}, async (_, response) => {
      // Another delivery is faster, so that the end of this one cannot be recorded.
      const { key, record } = await recordIn(bucket);
      await bucket.put(key, JSON.stringify({ ...record, revision: 'another' }));
      response.end('taken');
    });
    const status = await upload(unknown());
    bucket = await worker.bucket('HOLDING');
    state.report = clean;
    assert.equal((await fetch(status)).status, 200);
    assert.equal((await fetch(status)).status, 202);
    const { key, record } = await recordIn(bucket);
    record.claimed -= 21 * 60_000;
    await bucket.put(key, JSON.stringify(record));
    for (let time = 0; time < 2; time++) {
      await problem(await fetch(status), 502, 'delivery-unknown');
    }
    await until(async () => (await keysOf(bucket)).length === 1);
    assert.equal(origin.received.length, 1);
  });

  test('is kept if the origin asks for a later retry', async () => {
    let code = 503;
    const { state, origin, upload } = await slowScreening({}, (_request, response) =>
      response.writeHead(code, { 'x-a': 'b' }).end('answer'),
    );
    const status = await upload(unknown());
    state.report = clean;
    for (code of [503, 429, 425, 408]) {
      const response = await fetch(status);
      assert.deepEqual([response.status, await response.text()], [code, 'answer']);
      assert.equal(response.headers.get('x-a'), 'b');
    }
    code = 404;
    assert.equal((await fetch(status)).status, 404);
    assert.deepEqual(await (await fetch(status)).json(), { status: 'delivered', answered: 404 });
    assert.equal(origin.received.length, 5);
  });

  for (const size of [100, 9 << 20]) {
    test(`of ${size} bytes is not what somebody else put in its place`, async () => {
      const { state, origin, worker, upload } = await slowScreening();
      const status = await upload(Buffer.alloc(size, unknown()));
      const bucket = await worker.bucket('HOLDING');
      const { key, record } = await recordIn(bucket);
      assert(!JSON.stringify(record).includes('session'));
      await bucket.put(key.slice(0, -'.json'.length), 'other'.padEnd(size));
      state.report = clean;
      for (let time = 0; time < 2; time++) {
        await problem(await fetch(status), 502, 'holding-failed');
      }
      assert.equal(origin.received.length, 0);
    });
  }

  test('is not delivered after a day', async () => {
    const { state, origin, worker, upload } = await slowScreening();
    const status = await upload(unknown());
    const bucket = await worker.bucket('HOLDING');
    const { key, record } = await recordIn(bucket);
    record.since -= 25 * 3_600_000;
    await bucket.put(key, JSON.stringify(record));
    state.report = clean;
    for (let time = 0; time < 2; time++) await problem(await fetch(status), 410, 'expired');
    await until(async () => (await keysOf(bucket)).length === 1);
    assert.equal(origin.received.length, 0);
  });

  test('has a status that nobody else can ask for', async () => {
    const { state, origin, upload } = await slowScreening();
    const status = await upload(unknown());
    state.report = clean;
    const last = status.at(-5) === 'A' ? 'B' : 'A';
    const forged = status.slice(0, -5) + last + status.slice(-4);
    await problem(await fetch(forged), 404, 'not-found');
    await problem(await fetch(status.slice(0, -4)), 404, 'not-found');
    assert.equal(origin.received.length, 0);
  });

  test('has to be sent again without a bucket, and is then found by its hash', async () => {
    const { state, service, origin, worker } = await slowScreening({}, undefined, {
      r2Buckets: [],
    });
    const post = { method: 'POST', body: unknown() };
    const response = await fetch(worker.address, post);
    assert.match(response.headers.get('retry-after') ?? '', /^\d+$/);
    const { detail } = await problem(response, 503, 'pending');
    assert.match(detail, /again/);
    assert.equal(service.count('POST /file/*/cancel'), 0);
    state.report = clean;
    // A busy machine may need longer than one request may take.
    await until(async () => (await fetch(worker.address, post)).status === 200);
    assert.equal(origin.received.length, 1);
  });

  test('with one blocked file does not wait for the others', async () => {
    const { state, origin, worker } = await slowScreening({ waitFor: 3000 });
    /** @type {string | undefined} */
    let first;
    state.report = (id) => (id === (first ??= id) ? blocked() : inProgress());
    const init = { method: 'POST', body: formOf(unknown(), unknown()) };
    const { files } = await problem(await fetch(worker.address, init), 422, 'blocked');
    const verdicts = files.map((/** @type {any} */ { verdict }) => verdict).sort();
    assert.deepEqual(verdicts, ['blocked', 'undetermined']);
    assert.equal(origin.received.length, 0);
  });
});

describe('the calls of a request', () => {
  for (const [limit, count] of /** @type {const} */ ([
    [12, 1],
    [16, 6],
    [22, 6],
  ])) {
    workerdTest(`are ${limit} at most, with ${count} files`, async () => {
      const bucket = kept(await startRemoteBucket());
      // Long enough that no analysis ends before the calls are used up.
      const gateway = kept(await startGateway('--step-delay', '60000'));
      let calls = 0;
      const counter = kept(
        await serve(
          createServer(async (request, response) => {
            calls++;
            const { method, headers, url } = request;
            const onward = httpRequest(gateway.address + url, { method, headers });
            request.pipe(onward);
            const [answer] = await once(onward, 'response');
            response.writeHead(answer.statusCode, answer.headers);
            answer.pipe(response);
          }),
        ),
      );
      const origin = kept(await startOrigin());
      const worker = kept(
        await startScreening({
          gateway: counter.address,
          origin: origin.address,
          // Held in the bucket from the start.
          options: { subrequests: limit, holding: { memory: 10 } },
          bindings: { REMOTE: bucket.address },
        }),
      );
      const body = formOf(...Array.from({ length: count }, unknown));
      const response = await fetch(worker.address, { method: 'POST', body });
      assert.equal(response.status, 202);
      const used = calls + bucket.asked.length;
      assert(used <= limit, `${used} calls`);
      // One call of each lane may be counted but not made.
      assert(used > limit - 5, `${used} calls`);
      assert.equal(bucket.objects.size, 2);
      assert.equal(origin.received.length, 0);
    });
  }

  workerdTest('do not lose a file for which there were none left', async () => {
    const { state, service, origin, upload } = await slowScreening({
      subrequests: 10,
      waitFor: 5000,
    });
    const contents = Array.from({ length: 7 }, unknown);
    const status = await upload(formOf(...contents));
    assert(service.count('POST /file') < 7);
    state.report = clean;
    await until(async () => (await fetch(status)).status !== 202);
    const { verdict } = origin.received[0] ?? assert.fail();
    assert.deepEqual(verdict.files.map(hashOf), contents.map(sha256));
    assert.equal(origin.received.length, 1);
  });
});

describe('a queue', () => {
  const queues = {
    queueProducers: { QUEUE: 'screening' },
    queueConsumers: { screening: { maxBatchTimeout: 0, maxRetries: 20 } },
  };

  test('completes an upload without requests for its status', async () => {
    const { state, origin, upload } = await slowScreening({}, undefined, queues);
    const content = Buffer.alloc(9 << 20, unknown());
    const status = await upload(content);
    state.report = clean;
    assert.equal((await fetch(status)).status, 202);
    assert.equal(origin.received.length, 0);
    await until(() => origin.received.length > 0);
    const { body, verdict } = origin.received[0] ?? assert.fail();
    assert(body.equals(content));
    assert.equal(verdict.verdict, 'allowed');
    await until(async () => (await fetch(status)).status === 200);
    assert.deepEqual(await (await fetch(status)).json(), { status: 'delivered', answered: 200 });
    assert.equal(origin.received.length, 1);
  });

  /** How the consumer handles messages. @param {string} address @param {object[]} messages */
  const consume = async (address, ...messages) => {
    const init = { method: 'POST', body: JSON.stringify(messages) };
    return (await fetch(`${address}/_queue`, init)).json();
  };

  test('retries with growing delays, and then gives up', async () => {
    const { origin, worker, upload } = await slowScreening();
    const status = await upload(unknown());
    const bucket = await worker.bucket('HOLDING');
    const { key } = await recordIn(bucket);
    const body = { id: key.slice(key.lastIndexOf('/') + 1, -'.json'.length) };
    const attempt = (/** @type {number} */ attempts) => consume(worker.address, { body, attempts });
    assert.deepEqual(await attempt(1), [5]);
    assert.deepEqual(await attempt(3), [20]);
    assert.deepEqual(await attempt(11), [300]);
    assert.deepEqual(await attempt(12), ['ack']);
    await problem(await fetch(status), 503, 'undetermined');
    await until(async () => (await keysOf(bucket)).length === 1);
    assert.deepEqual(await attempt(1), ['ack']);
    assert.equal(origin.received.length, 0);
  });

  test('retries if the origin fails, and delivers once', async () => {
    let status = 500;
    const { state, origin, worker, upload } = await slowScreening({}, (_request, response) =>
      response.writeHead(status).end(),
    );
    await upload(unknown());
    const { key } = await recordIn(await worker.bucket('HOLDING'));
    const body = { id: key.slice(key.lastIndexOf('/') + 1, -'.json'.length) };
    state.report = clean;
    assert.deepEqual(await consume(worker.address, { body, attempts: 1 }), [5]);
    status = 400;
    const messages = [1, 1, 1].map((attempts) => ({ body, attempts }));
    assert.deepEqual(await consume(worker.address, ...messages), ['ack', 'ack', 'ack']);
    assert.equal(origin.received.length, 2);
  });

  test('waits for the origin’s Retry-After', async () => {
    const { state, origin, worker, upload } = await slowScreening({}, (_request, response) =>
      response.writeHead(429, { 'retry-after': '77' }).end(),
    );
    const status = await upload(unknown());
    const { key } = await recordIn(await worker.bucket('HOLDING'));
    const body = { id: key.slice(key.lastIndexOf('/') + 1, -'.json'.length) };
    state.report = clean;
    assert.deepEqual(await consume(worker.address, { body, attempts: 1 }), [77]);
    assert.deepEqual(await consume(worker.address, { body, attempts: 8 }), [300]);
    assert.deepEqual(await consume(worker.address, { body, attempts: 12 }), ['ack']);
    await problem(await fetch(status), 502, 'origin-unreachable');
    assert.equal(origin.received.length, 3);
  });

  workerdTest('leaves to another batch what this one has no calls for', async () => {
    const { state, origin, worker, upload } = await slowScreening({ subrequests: 16 });
    for (let count = 0; count < 3; count++) await upload(unknown());
    const keys = await keysOf(await worker.bucket('HOLDING'));
    const messages = keys
      .filter((/** @type {string} */ key) => key.endsWith('.json'))
      .map((/** @type {string} */ key) => key.slice(key.lastIndexOf('/') + 1, -'.json'.length))
      .map((/** @type {string} */ id) => ({ body: { id }, attempts: 12 }));
    state.report = clean;
    assert.deepEqual(await consume(worker.address, ...messages), ['ack', 300, 300]);
    assert.equal(origin.received.length, 1);
    await consume(worker.address, ...messages.slice(1));
    await consume(worker.address, ...messages.slice(2));
    assert.equal(origin.received.length, 3);
  });

  test('leaves messages that are none alone', async () => {
    const { worker } = await slowScreening();
    const bodies = [null, {}, { id: '../x' }, { id: 7 }, { id: crypto.randomUUID() }];
    const messages = bodies.map((body) => ({ body, attempts: 1 }));
    assert.deepEqual(await consume(worker.address, ...messages), Array(5).fill('ack'));
  });
});

/** @param {{ sha256: string }} file */
const hashOf = ({ sha256 }) => sha256;

/** @param {string[]} contents */
function formOf(...contents) {
  const form = new FormData();
  form.append('text', 'text');
  for (const content of contents) form.append('f', new Blob([content]), 'f');
  return form;
}
