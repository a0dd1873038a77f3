// @ts-check
// Forms in preScreen: each file is screened, and the form is passed on byte for byte.
import assert from 'node:assert/strict';
import { before, beforeEach, describe, test } from 'node:test';
import { EICAR } from '../../behaviour/reports.js';
import { startGateway } from '../../support/gateway.mjs';
import { startMetaDefender } from '../support/scripted-metadefender.mjs';
import {
  keeper,
  problem,
  sha256,
  startOrigin,
  startScreening,
  unknown,
} from '../support/screening.mjs';

const kept = keeper();

describe('a form', () => {
  /** @type {Awaited<ReturnType<typeof startOrigin>>} */
  let origin;
  /** @type {Awaited<ReturnType<typeof startScreening>>} */
  let worker;
  before(async () => {
    const gateway = kept(await startGateway()).address;
    origin = kept(await startOrigin());
    worker = kept(
      await startScreening({
        gateway,
        origin: origin.address,
        options: { maxFieldSize: 1000, maxFiles: 4 },
        r2Buckets: ['HOLDING'],
      }),
    );
  });
  beforeEach(() => void (origin.received.length = 0));

  /** @param {(string | [string, BlobPart])[]} parts text fields, and files with their names */
  function form(...parts) {
    const form = new FormData();
    for (const [index, part] of parts.entries()) {
      if (typeof part === 'string') form.append(`text${index}`, part);
      else form.append(`file${index}`, new Blob([part[1]]), part[0]);
    }
    return form;
  }

  /** @param {FormData} body */
  const send = (body) => fetch(`${worker.address}/form`, { method: 'POST', body });

  for (const [where, size] of /** @type {const} */ ([
    ['memory', 10],
    ['the bucket', 5 << 20],
  ])) {
    test(`in ${where} reaches the origin byte for byte, with a verdict on each file`, async () => {
      const files = [unknown(), Buffer.alloc(size, unknown()), Buffer.alloc(size, unknown())];
      const parts = files.map((content, index) => /** @type {const} */ ([`${index}`, content]));
      const request = new Request('http://a/', {
        method: 'POST',
        body: form('text', ...parts.map((part) => /** @type {any} */ (part)), ['', '']),
      });
      const headers = { 'content-type': request.headers.get('content-type') ?? '' };
      const body = Buffer.from(await request.arrayBuffer());
      const response = await fetch(worker.address, { method: 'POST', body, headers });
      assert.equal(response.status, 200);
      const [got = assert.fail()] = origin.received;
      assert(got.body.equals(body));
      assert.equal(got.headers['content-type'], headers['content-type']);
      assert.equal(got.headers['content-length'], String(body.length));
      assert.deepEqual(
        got.verdict.files.map((/** @type {any} */ file) => file.sha256),
        files.map(sha256),
      );
      assert.equal(new Set(got.verdict.files.map((/** @type {any} */ f) => f.dataId)).size, 3);
      await worker.untilEmpty();
    });
  }

  test('with one blocked file is blocked', async () => {
    for (const rest of [10, 10 << 20]) {
      const body = form(['a', unknown()], ['b', EICAR], ['c', Buffer.alloc(rest, unknown())]);
      const { files } = await problem(await send(body), 422, 'blocked');
      assert.deepEqual(
        files.map((/** @type {any} */ { field, filename, verdict }) => [field, filename, verdict]),
        [
          ['file0', 'a', 'allowed'],
          ['file1', 'b', 'blocked'],
          ['file2', 'c', 'allowed'],
        ],
      );
    }
    assert.deepEqual(origin.received, []);
    await worker.untilEmpty();
  });

  test('whose file is not declared as one is screened all the same', async () => {
    for (const headers of [
      'Content-Disposition: form-data; name="a"\r\nContent-Type: application/x-msdownload',
      "content-disposition:form-data;name=a;FILENAME*=UTF-8''x",
      'Content-Disposition: form-data; name="a"; filename=""',
    ]) {
      const body = `--b\r\n${headers}\r\n\r\n${EICAR}\r\n--b--`;
      const type = { 'content-type': 'multipart/form-data; boundary=b' };
      const init = { method: 'POST', body, headers: type };
      await problem(await fetch(worker.address, init), 422, 'blocked');
    }
    assert.deepEqual(origin.received, []);
  });

  test('without files is allowed', async () => {
    assert.equal((await send(form('a', 'b', ['', '']))).status, 200);
    assert.equal(origin.received[0]?.verdict.verdict, 'allowed');
    assert.deepEqual(origin.received[0]?.verdict.files, []);
  });

  test('has limits', async () => {
    const file = /** @type {[string, string]} */ (['f', unknown()]);
    assert.equal((await send(form(file, file, file, file, ['', '']))).status, 200);
    // Also to a client that is still sending; some of these would see only a broken connection.
    const rest = /** @type {[string, BlobPart][]} */ (Array(10).fill(['r', Buffer.alloc(90_000)]));
    for (let time = 0; time < 10; time++) {
      const many = form(file, file, file, file, file, ...rest);
      await problem(await send(many), 413, 'too-many-files');
    }
    assert.equal((await send(form('x'.repeat(1000)))).status, 200);
    await problem(await send(form('x'.repeat(1001))), 413, 'too-large');
    // In the bucket, which is empty again afterwards.
    const large = form(['l', Buffer.alloc(10 << 20, unknown())], 'x'.repeat(1001));
    await problem(await send(large), 413, 'too-large');
    await worker.untilEmpty();
  });

  test('that is malformed is refused, and nothing of it is kept', async () => {
    const type = { 'content-type': 'multipart/form-data; boundary=b' };
    for (const size of [10, 10 << 20]) {
      const start = `--b\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n\r\n`;
      const body = Buffer.concat([Buffer.from(start), Buffer.alloc(size, 'x')]);
      const init = { method: 'POST', body, headers: type };
      await problem(await fetch(worker.address, init), 400, 'malformed-form');
    }
    await worker.untilEmpty();
  });
});

test('a file name cannot inject headers: the service gets it encoded', async () => {
  /** @type {string[][]} */
  const requests = [];
  const service = kept(
    await startMetaDefender((operation, { rawHeaders }) => {
      if (operation === 'POST /file') requests.push(rawHeaders);
      return undefined;
    }),
  );
  const origin = kept(await startOrigin());
  const worker = kept(await startScreening({ gateway: service.address, origin: origin.address }));
  const names = [
    'a\r\nrule: none',
    'ä€😀',
    '..\\..\\x',
    '%0d%0aapikey: x',
    `${'n'.repeat(9000)}.exe`,
  ];
  for (const name of names) {
    const disposition = `Content-Disposition: form-data; name="a"; filename*=UTF-8''${encodeURIComponent(name)}`;
    const init = {
      method: 'POST',
      body: `--b\r\n${disposition}\r\n\r\n${unknown()}\r\n--b--`,
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
    };
    assert.equal((await fetch(worker.address, init)).status, 200);
  }
  const put = { method: 'PUT', body: unknown() };
  assert.equal((await fetch(`${worker.address}/a%0d%0arule:%20none`, put)).status, 200);
  const sent = requests.map((raw) => {
    assert(!raw.some((text) => /^rule$|^apikey$/i.test(text)));
    return decodeURIComponent(raw[raw.findIndex((text) => /^filename$/i.test(text)) + 1] ?? '');
  });
  assert.deepEqual(sent, [...names.slice(0, 4), `${'n'.repeat(251)}.exe`, 'a\r\nrule: none']);
});

test('no more than three files are uploaded at once', async () => {
  let now = 0;
  let most = 0;
  const service = kept(
    await startMetaDefender(async (operation) => {
      if (operation !== 'POST /file') return undefined;
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 50));
      now--;
    }),
  );
  const origin = kept(await startOrigin());
  const worker = kept(await startScreening({ gateway: service.address, origin: origin.address }));
  const form = new FormData();
  for (let index = 0; index < 10; index++) form.append('f', new Blob([unknown()]), 'f');
  assert.equal((await fetch(worker.address, { method: 'POST', body: form })).status, 200);
  assert.equal(most, 3);
});
