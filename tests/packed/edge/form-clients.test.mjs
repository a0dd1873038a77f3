// @ts-check
// Forms of real clients through a Worker: files are sent to MetaDefender, text fields only to the origin.
import assert from 'node:assert/strict';
import { before, beforeEach, describe, test } from 'node:test';
import { RECORDED, WRITTEN } from '../../support/client-forms.mjs';
import { importTool, requireInConsumer } from '../support/consumer.mjs';
import { startMetaDefender } from '../support/scripted-metadefender.mjs';
import { keeper, problem, sha256, startOrigin, startScreening } from '../support/screening.mjs';

const kept = keeper();
const FILE = 'hi\r\n';

/** @type {Awaited<ReturnType<typeof startMetaDefender>>} */
let service;
/** @type {Awaited<ReturnType<typeof startOrigin>>} */
let origin;
before(async () => {
  service = kept(await startMetaDefender());
  origin = kept(await startOrigin());
});
beforeEach(() => void (origin.received.length = service.uploads.length = 0));

/** @param {object} [options] */
const screening = async (options) =>
  kept(await startScreening({ gateway: service.address, origin: origin.address, options }));

/** @param {string} address @param {{ contentType: string, body: string }} form */
const send = (address, { contentType, body }) =>
  fetch(address, {
    method: 'POST',
    body: Buffer.from(body, 'latin1'),
    headers: { 'content-type': contentType },
  });

describe('a form is passed on, and its file is scanned:', () => {
  /** @type {string} */
  let address;
  before(async () => void ({ address } = await screening()));

  function webForm() {
    const form = new FormData();
    form.append('password', 'a secret');
    form.append('f', new Blob([FILE]), 'é.txt');
    return form;
  }
  function nodeForm() {
    const form = new (requireInConsumer('form-data'))();
    form.append('password', 'a secret');
    form.append('f', Buffer.from(FILE), 'é.txt');
    return form;
  }
  const axios = async () => (await importTool('axios')).default;
  const got = async () => (await importTool('got')).default;

  /** @type {Record<string, () => Promise<unknown>>} */
  const clients = {
    'undici, which is fetch in Node': () => fetch(address, { method: 'POST', body: webForm() }),
    axios: async () => (await axios()).post(address, webForm()),
    'axios and form-data': async () => (await axios()).post(address, nodeForm()),
    got: async () => (await got()).post(address, { body: webForm() }),
    'got and form-data': async () => (await got()).post(address, { body: nodeForm() }),
  };
  for (const [client, post] of Object.entries(clients)) {
    test(`of ${client}`, async () => {
      await post();
      assert.deepEqual(service.uploads, [FILE.length]);
      const { verdict } = origin.received[0] ?? assert.fail();
      assert.deepEqual(
        verdict.files.map((/** @type {any} */ file) => file.sha256),
        [sha256(FILE)],
      );
    });
  }
});

describe('text with a Content-Type', () => {
  /** Clients that send text so, and how many of such parts there are. */
  const typed = /aiohttp|Symfony|Retrofit|NET|Spring/;
  const forms = Object.entries({ ...RECORDED, ...WRITTEN });

  for (const typedFields of /** @type {const} */ (['scan', 'pass'])) {
    test(`${typedFields === 'scan' ? 'is' : 'is not'} scanned; other text never is: '${typedFields}'`, async () => {
      const { address } = await screening({ typedFields });
      for (const [client, form] of forms) {
        service.uploads.length = 0;
        assert.equal((await send(address, form)).status, 200, client);
        assert(origin.received.at(-1)?.body.equals(Buffer.from(form.body, 'latin1')), client);
        const isScanned = typedFields === 'scan' && typed.test(client);
        // One form of aiohttp's has JSON as well: `{}`.
        const text = isScanned ? (form.body.includes('json') ? [2, 3] : [3]) : [];
        assert.deepEqual(service.uploads.toSorted(), [...text, FILE.length], client);
      }
    });
  }

  const part = (/** @type {string} */ headers) =>
    `--b\r\nContent-Disposition: form-data; name="a"${headers}\r\n\r\nx\r\n`;
  const formOf = (/** @type {string[]} */ ...parts) => ({
    contentType: 'multipart/form-data; boundary=b',
    body: `${parts.map(part).join('')}--b--`,
  });
  const TYPE = '\r\nContent-Type: text/plain';

  test('does not count as a file of the form, and neither does text with a length', async () => {
    const { address } = await screening({ maxFiles: 1, subrequests: 1000 });
    const file = '; filename="f"';
    const length = '\r\nContent-Length: 1\r\nContent-Transfer-Encoding: 8bit';
    const many = Array(12).fill([TYPE, length]).flat();
    assert.equal((await send(address, formOf(...many, file))).status, 200);
    assert.equal(service.uploads.length, 13);
    assert.equal(origin.received[0]?.verdict.files.length, 13);
    await problem(await send(address, formOf(...many, file, file)), 413, 'too-many-files');
    const nameless = '\r\nContent-Type: application/octet-stream';
    await problem(await send(address, formOf(nameless, file)), 413, 'too-many-files');
  });

  test('is scanned if a parser could take it for a file, whatever typedFields says', async () => {
    const { address } = await screening({ typedFields: 'pass' });
    for (const type of ['application/octet-stream', 'text/plain, x', 'text/plain; name="a.exe"']) {
      service.uploads.length = 0;
      assert.equal((await send(address, formOf(`\r\nContent-Type: ${type}`))).status, 200);
      assert.deepEqual(service.uploads, [1], type);
    }
  });

  test('is blocked if malicious, and limited like a text field if it is passed', async () => {
    const blocking = kept(
      await startMetaDefender((operation) =>
        operation === 'GET /hash/*'
          ? {
              data_id: 'known',
              process_info: {
                progress_percentage: 100,
                result: 'Blocked',
                blocked_reason: 'Infected',
              },
              scan_results: { progress_percentage: 100, scan_all_result_i: 1 },
            }
          : undefined,
      ),
    );
    const options = { gateway: blocking.address, origin: origin.address };
    const scanning = kept(await startScreening(options));
    const { files } = await problem(await send(scanning.address, formOf(TYPE)), 422, 'blocked');
    assert.equal(files[0].field, 'a');
    const passing = kept(
      await startScreening({ ...options, options: { typedFields: 'pass', maxFieldSize: 0 } }),
    );
    await problem(await send(passing.address, formOf(TYPE)), 413, 'too-large');
    assert.deepEqual(origin.received, []);
  });

  test('is not stored', async () => {
    const worker = kept(
      await startScreening({
        gateway: service.address,
        options: { store: true },
        r2Buckets: ['STORE'],
      }),
    );
    const response = await send(worker.address, formOf(TYPE, '; filename="f"', TYPE));
    assert.equal(response.status, 201);
    const { files } = await response.json();
    assert.equal(files.length, 1);
    assert.equal((await (await worker.bucket('STORE')).list()).objects.length, 1);
  });
});
