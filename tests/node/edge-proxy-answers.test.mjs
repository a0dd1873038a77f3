// @ts-check
// How scanProxy changes MetaDefender's responses: what becomes a handle, what is redacted, what is left out.
import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import { scanProxy } from '../../src/edge/proxy/scan-proxy.js';
import '../support/fixed-length-stream.mjs';

const SECRET = 'a secret of the tests, which is long enough';
const HASH = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const ID = '61dffeaa728844adbf49eb090e4ece0e';
const VICTIM = '99999999728844adbf49eb090e4ece0e';
const BATCH = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
const UPLOAD = { method: 'POST', body: 'abc', headers: { 'content-length': '3' } };
const FINISHED = { data_id: ID, scan_results: { progress_percentage: 100 } };
const context = { waitUntil() {} };

/**
 * A proxy in front of a service that responds with this to everything but uploads.
 * @param {object} options
 * @param {() => unknown} says JSON or a response
 */
function proxied(options, says) {
  /** @type {string[]} */
  const asked = [];
  const handler = scanProxy({
    baseUrl: 'https://service.test',
    secret: SECRET,
    onError() {},
    fetch: async (url, { method } = {}) => {
      asked.push(url.replace('https://service.test', ''));
      if (method === 'POST' && url.endsWith('/file')) return Response.json({ data_id: ID });
      if (url.endsWith('/file/batch')) return Response.json({ batch_id: BATCH });
      const said = says();
      return said instanceof Response ? said : Response.json(said);
    },
    ...options,
  });
  /** @param {string} path @param {RequestInit} [init] */
  const ask = (path, init) =>
    handler(new Request(`https://page.test/scan${path}`, init), {}, context);
  return {
    asked,
    ask,
    upload: async (/** @type {object} */ headers = {}) => {
      const init = { ...UPLOAD, headers: { ...UPLOAD.headers, ...headers } };
      return (await (await ask('/file', init)).json()).data_id;
    },
  };
}

describe('a configured secret', () => {
  /** @param {object} options @param {string} words */
  async function told(options, words) {
    const { ask } = proxied(options, () => Response.json({ err: words }, { status: 403 }));
    return (await (await ask(`/hash/${HASH}`)).json()).err;
  }

  test('is redacted as a whole and in parts, whatever the name of its header', async () => {
    const headers = { authorization: 'Bearer TopSecret99', 'x-custom': 'session=0123456789; a=b' };
    assert.equal(await told({ headers }, 'token TopSecret99 is over'), 'token [redacted] is over');
    assert.equal(await told({ headers }, 'Bearer topsecret99'), '[redacted]');
    assert.equal(
      await told({ headers }, 'no 0123456789, a=b, Bearer'),
      'no [redacted], a=b, Bearer',
    );
    const apiKey = 'left-part,right-part';
    assert.equal(await told({ apiKey }, 'right-part of the key'), '[redacted] of the key');
  });

  test('is redacted in its URL and base64 encodings', async () => {
    const headers = { authorization: 'Basic bWU6c2VjcmV0', 'x-custom': 'Geheimnis mit ü' };
    const apiKey = 'a key/of+four "words"';
    for (const secret of [apiKey, headers['x-custom']]) {
      const base64 = Buffer.from(secret, 'latin1').toString('base64');
      const words = `${encodeURIComponent(secret)}, ${base64.replace(/=+$/, '')}`;
      assert.equal(await told({ apiKey, headers }, words), '[redacted], [redacted]');
    }
  });

  test('is not redacted if it is too short to be a secret', async () => {
    const headers = { 'x-auth-version': '1', authorization: 'Token x' };
    assert.equal(await told({ headers }, 'error 1: Token x'), 'error 1: Token x');
    assert.equal(await told({ apiKey: 'k3y4' }, 'key k3y4'), 'key [redacted]');
    assert.equal(await told({ apiKey: 'k3y' }, 'key k3y'), 'key k3y');
    const { ask, upload } = proxied({ headers }, () => ({ ...FINISHED, version: '1' }));
    const report = await (await ask(`/file/${await upload()}`)).json();
    assert.equal(report.version, '1');
  });
});

describe('an id becomes a handle', () => {
  /** Names all members that are not as they were, by their path. @param {any} now @param {any} said @param {string} path @returns {string[]} */
  const changed = (now, said, path = '') =>
    typeof said === 'object'
      ? Object.keys(said).flatMap((name) => changed(now[name], said[name], `${path}.${name}`))
      : now === said
        ? []
        : [path];

  const places = {
    data_id: VICTIM,
    batch_id: VICTIM,
    scan_results: { data_id: VICTIM, batch_id: VICTIM },
    sanitized: { data_id: VICTIM },
    extracted_files: {
      worst_data_id: VICTIM,
      files_in_archive: [{ data_id: VICTIM }, { data_id: VICTIM }],
    },
    batch_files: { files_in_batch: [{ data_id: VICTIM }] },
  };
  const elsewhere = {
    metadata: { data_id: VICTIM, scan_results: { data_id: VICTIM } },
    file_info: { exif: { data_id: VICTIM, file_path: 'http://10.0.0.1/', batch_id: VICTIM } },
    tags: [{ data_id: VICTIM }],
    data_ids: [VICTIM],
    parent_data_id: VICTIM,
    note: VICTIM,
    extracted: { files_in_archive: [{ data_id: VICTIM }] },
    'scan_results.data_id': VICTIM,
    __proto__x: { data_id: VICTIM },
    constructor: { data_id: VICTIM },
  };

  test('at its places in the API, and nowhere else', async () => {
    for (const api of /** @type {const} */ (['cluster', 'cloud-v2', 'cloud-v4'])) {
      const { ask, upload } = proxied({ api }, () => ({ ...places, ...elsewhere }));
      const report = await (await ask(`/file/${await upload()}`)).json();
      assert.deepEqual(changed(report, elsewhere), [], api);
      assert.equal(changed(report, places).length, 9, api);
    }
  });

  test('in Cloud, and an address becomes one of the proxy', async () => {
    const address = 'https://bucket.test/copy';
    const cloud = {
      newer: VICTIM,
      file_id: VICTIM,
      sanitized: { file_path: address },
      sanitizedFilePath: address,
    };
    const other = { file_info: { newer: VICTIM, sanitized: { file_path: address } } };
    for (const api of /** @type {const} */ (['cloud-v2', 'cloud-v4'])) {
      const { ask, upload } = proxied({ api }, () => ({ ...cloud, ...other }));
      const report = await (await ask(`/file/${await upload()}`)).json();
      assert.equal(changed(report, cloud).length, 4);
      assert.deepEqual(changed(report, other), []);
      assert.match(report.sanitized.file_path, /^https:\/\/page\.test\/scan\/sanitized\//);
    }
    const { ask, upload } = proxied({}, () => cloud);
    assert.deepEqual(changed(await (await ask(`/file/${await upload()}`)).json(), cloud), []);
  });

  test('in responses about many hashes', async () => {
    const entry = { ...FINISHED, sanitized: { file_path: 'https://bucket.test/copy' } };
    for (const [api, said] of /** @type {const} */ ([
      ['cloud-v2', [entry]],
      ['cloud-v4', { data: [entry] }],
    ])) {
      const { ask } = proxied({ api }, () => said);
      const init = { method: 'POST', body: JSON.stringify({ hash: [HASH] }) };
      const now = await (await ask('/hash', init)).json();
      assert.equal(changed(now, said).length, 2, api);
    }
  });

  test('and the requested id never appears, wherever it is in the response', async () => {
    const { ask, upload } = proxied({}, () => ({ ...FINISHED, note: ID, tags: [{ x_id: ID }] }));
    const handle = await upload();
    const report = await (await ask(`/file/${handle}`)).json();
    assert.deepEqual([report.data_id, report.note, report.tags[0].x_id], Array(3).fill(handle));
  });
});

describe('the time of a handle', () => {
  const START = 1_800_000_000_000;
  const HOUR = 3_600_000;

  /** @param {() => Promise<void>} run */
  async function timed(run) {
    mock.timers.enable({ apis: ['Date'], now: START });
    try {
      await run();
    } finally {
      mock.timers.reset();
    }
  }

  test('starts with MetaDefender’s response', () =>
    timed(async () => {
      const { ask, upload } = proxied(
        {
          fetch: async () => {
            // The upload takes most of an hour.
            if (Date.now() === START) mock.timers.setTime(START + HOUR - 1000);
            return Response.json(FINISHED);
          },
        },
        () => FINISHED,
      );
      const handle = await upload();
      mock.timers.setTime(START + 2 * HOUR - 5000);
      assert.equal((await ask(`/file/${handle}`)).status, 200);
      mock.timers.setTime(START + 2 * HOUR);
      assert.equal((await ask(`/file/${handle}`)).status, 404);
    }));

  test('is a full one for a file in a batch, and its handle is the one in the batch’s status', () =>
    timed(async () => {
      const status = { batch_id: BATCH, batch_files: { files_in_batch: [{ data_id: ID }] } };
      const { ask, upload } = proxied({}, () => status);
      const { batch_id: batch } = await (await ask('/file/batch', { method: 'POST' })).json();
      mock.timers.setTime(START + HOUR - 1000);
      const handle = await upload({ batch });
      const now = await (await ask(`/file/batch/${batch}`)).json();
      assert.equal(now.batch_files.files_in_batch[0].data_id, handle);
      mock.timers.setTime(START + 2 * HOUR - 2000);
      assert.equal((await ask(`/file/${handle}`)).status, 200);
      assert.equal((await ask(`/file/batch/${batch}`)).status, 404);
    }));
});

test('handles do not yield ever longer-lived ones', async () => {
  mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 });
  try {
    let now = 1_800_000_000_000;
    const status = { batch_files: { files_in_batch: [{ data_id: ID }] } };
    let says = /** @type {object} */ ({ ...FINISHED, batch_id: BATCH });
    const { ask, upload } = proxied({}, () => says);
    let { batch_id: batch } = await (await ask('/file/batch', { method: 'POST' })).json();
    const first = batch;
    assert.ok(await upload({ batch }));
    for (let round = 0; round < 3; round += 1) {
      says = status;
      const listed = await (await ask(`/file/batch/${batch}`)).json();
      says = { ...FINISHED, batch_id: BATCH };
      const [{ data_id: file }] = listed.batch_files.files_in_batch;
      ({ batch_id: batch } = await (await ask(`/file/${file}`)).json());
      assert.equal(batch, first);
      mock.timers.setTime((now += 1_000_000));
    }
    mock.timers.setTime(now + 1_000_000);
    assert.equal((await ask(`/file/batch/${batch}`)).status, 404);
  } finally {
    mock.timers.reset();
  }
});

test('a failed call returns the message and code of its error, and nothing else', async () => {
  let said = /** @type {any} */ ({});
  const failing = () => Response.json(said, { status: 400 });
  for (const shareReports of [false, true]) {
    const { ask } = proxied({ api: 'cloud-v4', shareReports }, failing);
    const told = async () => {
      const bulk = { method: 'POST', body: JSON.stringify({ hash: [HASH] }) };
      const answers = [await ask(`/hash/${HASH}`), await ask('/hash', bulk)];
      const [one, other] = await Promise.all(answers.map((answer) => answer.json()));
      assert.deepEqual(one, other);
      return one;
    };
    const more = { data_id: VICTIM, file_info: { display_name: 'private.txt' } };
    said = { err: 'no', ...more };
    assert.deepEqual(await told(), { err: 'no' });
    said = { error: { code: 400_064, messages: ['bad hash', 'x'], ...more }, ...more };
    assert.deepEqual(await told(), { error: { code: 400_064, messages: ['bad hash', 'x'] } });
    said = { error: 'words', response: 'more', ...more };
    assert.deepEqual(await told(), { error: 'words', response: 'more' });
    for (said of [more, { err: more }, { error: { messages: [more] } }, [more]])
      assert.equal((await told()).err, 'MetaDefender answered HTTP 400');
  }
  const { ask } = proxied({}, () =>
    Response.json({ [HASH.toUpperCase()]: 'Not Found', data_id: VICTIM }, { status: 404 }),
  );
  const miss = await ask(`/hash/${HASH}`);
  assert.deepEqual(await miss.json(), { [HASH.toUpperCase()]: 'Not Found' });
});

test('for a reduced report no paging is forwarded', async () => {
  const paged = async (/** @type {object} */ options, query = '?first=10&size=500') => {
    const { ask, asked } = proxied({ cacheFor: 0, ...options }, () => FINISHED);
    const { data_id: known } = await (await ask(`/hash/${HASH}${query}`)).json();
    await ask(`/file/${known}${query}`);
    return asked;
  };
  assert.deepEqual(await paged({}), [`/hash/${HASH}`, `/file/${ID}`]);
  const query = '?first=10&size=500';
  assert.deepEqual(await paged({ shareReports: true }), [
    `/hash/${HASH}${query}`,
    `/file/${ID}${query}`,
  ]);
  const { ask, asked, upload } = proxied({}, () => FINISHED);
  const own = await upload();
  await ask(`/file/${own}${query}`);
  assert.equal(asked.at(-1), `/file/${ID}${query}`);
  for (const path of [`/file/${own}`, `/hash/${HASH}`]) {
    const refused = await ask(`${path}?size=501`);
    assert.equal(refused.status, 400);
    assert.match((await refused.json()).err, /size is at most 500/);
  }
  assert.equal(asked.length, 2);
});

test('a batch named in a report of another visitor can be read, and nothing else', async () => {
  const { ask, asked } = proxied({ shareReports: true }, () => ({ ...FINISHED, batch_id: BATCH }));
  const { batch_id: batch } = await (await ask(`/hash/${HASH}`)).json();
  assert.equal((await ask(`/file/batch/${batch}`)).status, 200);
  assert.equal(asked.at(-1), `/file/batch/${BATCH}`);
  const count = asked.length;
  for (const [path, init] of /** @type {[string, RequestInit][]} */ ([
    [`/file/batch/${batch}/close`, { method: 'POST' }],
    [`/file/batch/${batch}/cancel`, { method: 'POST' }],
    ['/file', { ...UPLOAD, headers: { ...UPLOAD.headers, batch } }],
  ]))
    assert.equal((await ask(path, init)).status, 403, path);
  assert.equal(asked.length, count);
});

test('a handle is valid only at the mount where it was created', async () => {
  const handle = await proxied({}, () => FINISHED).upload();
  const { ask } = proxied({ mount: '/scan/public' }, () => FINISHED);
  assert.equal((await proxied({}, () => FINISHED).ask(`/file/${handle}`)).status, 200);
  assert.equal((await ask(`/public/file/${handle}`)).status, 404);
});
