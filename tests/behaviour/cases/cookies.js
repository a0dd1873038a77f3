// Cookies (RFC 6265) in runtimes without a cookie store: servers and Workers.
import { connect } from 'metadefender-wasm';
import { assert, fails } from '../expect.js';
import { DATA_ID } from '../reports.js';
import { BASE_URL } from '../scripted.js';

/**
 * The cookies that a connection sends back.
 * @param {string[]} setCookies set by the response to an upload
 * @param {string} [baseUrl]
 */
async function keeping(setCookies, baseUrl = BASE_URL) {
  /** The path of each request, followed by its cookies. @type {string[]} */
  const asked = [];
  const fetch = async (
    /** @type {string} */ url,
    /** @type {RequestInit} */ { method, headers },
  ) => {
    if (method === 'POST') {
      const list = setCookies.map(
        (value) => /** @type {[string, string]} */ (['set-cookie', value]),
      );
      return Response.json({ data_id: DATA_ID }, { headers: list });
    }
    asked.push(`${new URL(url).pathname} ${new Headers(headers).get('cookie') ?? '-'}`);
    return Response.json({}, { status: 404 });
  };
  const metadefender = await connect({ baseUrl, fetch });
  await metadefender.analyze(new Blob(['abc']));
  return { metadefender, asked };
}

/** The cookies that are sent with a request for the analysis. @param {string[]} setCookies @param {string} [baseUrl] */
async function sent(setCookies, baseUrl) {
  const { metadefender, asked } = await keeping(setCookies, baseUrl);
  await fails(metadefender.result(DATA_ID), 'not-found');
  return asked[0]?.split(' ').slice(1).join(' ');
}

const SECURE = 'https://service.test';
const PAST = 'Wed, 21 Oct 2015 07:28:00 GMT';
/** Servers delete a cookie with this date. */
const EPOCH = 'Thu, 01 Jan 1970 00:00:00 GMT';
const FUTURE = 'Wed, 21 Oct 2065 07:28:00 GMT';

/** @type {Record<string, () => Promise<unknown>>} */
export default {
  'the examples of RFC 6265, section 3.1': async () => {
    const both = ['SID=31d4d96e407aad42; Path=/; Secure; HttpOnly', 'lang=en-US; Path=/'];
    assert.equal(await sent(both, SECURE), 'SID=31d4d96e407aad42; lang=en-US');
    assert.equal(await sent(both), 'lang=en-US');
    const removed = ['lang=en-US; Path=/', `lang=; Expires=${PAST}; Path=/`];
    assert.equal(await sent(removed), '-');
    // It is sent to the server that set it, and to no other server of the domain.
    assert.equal(await sent(['lang=en-US; Path=/; Domain=example.com']), 'lang=en-US');
  },

  'a cookie is sent to its path and the paths below (5.1.4, 5.2.4)': async () => {
    const above = ['/', '/file', '/file/', `/file/${DATA_ID}`];
    for (const path of above) assert.equal(await sent([`a=1; Path=${path}`]), 'a=1', path);
    for (const path of ['/fil', '/hash', `/file/${DATA_ID}/`]) {
      assert.equal(await sent([`a=1; Path=${path}`]), '-', path);
    }
    // Without a path, it is the folder of the request's path: `POST /file`, `POST /base/file`.
    for (const cookie of ['a=1', 'a=1; Path', 'a=1; Path=file']) {
      assert.equal(await sent([cookie]), 'a=1', cookie);
      assert.equal(await sent([cookie], `${BASE_URL}/base`), 'a=1', cookie);
    }
  },

  'a cookie expires as it states, Max-Age before Expires (5.2.1, 5.2.2, 5.3)': async () => {
    const living = ['', 'Max-Age=60', 'max-age=soon', `Expires=${FUTURE}`, 'Expires=some day'];
    for (const attribute of [
      ...living,
      `Expires=${PAST}; Max-Age=60`,
      `Max-Age=60; Expires=${PAST}`,
    ]) {
      assert.equal(await sent([`a=1; ${attribute}`]), 'a=1', attribute);
    }
    for (const attribute of [
      'Max-Age=0',
      'Max-Age=-1',
      `Expires=${PAST}`,
      `Expires=${EPOCH}`,
      `Max-Age=0; Expires=${FUTURE}`,
    ]) {
      assert.equal(await sent([`a=1; ${attribute}`]), '-', attribute);
    }
  },

  'a newer cookie of the same name and path replaces the older': async () => {
    const cookies = ['a=1; Path=/', 'b=2; Path=/', 'a=3; Path=/', 'a=4; Path=/file'];
    assert.equal(await sent(cookies), 'b=2; a=3; a=4');
  },

  'invalid cookies, and those above the size limit, are ignored (5.2, 6.1)': async () => {
    for (const cookie of [';', 'a', '=1', ' = ', 'a=\u{e9}', `a=${'x'.repeat(4096)}`]) {
      assert.equal(await sent([cookie]), '-', cookie);
    }
    assert.equal(await sent([' a = 1 ;Path=/ ']), 'a=1');
    assert.equal(await sent(['a=b=c; Path=/']), 'a=b=c');
    const many = Array.from({ length: 60 }, (_, index) => `a${index}=1; Path=/`);
    assert.equal((await sent(many))?.split('; ').length, 50);
  },

  'an odd list of cookies from a custom fetch does no harm': async () => {
    const lists = [null, 42, 'a=1', { join: () => 7 }, [7, null, {}], [Symbol.iterator]];
    for (const list of lists) {
      const headers = { get: () => null, getSetCookie: () => list };
      const fetch = async () => ({
        status: 200,
        headers,
        body: Response.json({ data_id: 'a' }).body,
      });
      const metadefender = await connect({ baseUrl: BASE_URL, fetch: /** @type {any} */ (fetch) });
      assert.equal((await metadefender.analyze(new Blob(['abc']))).dataId, 'a');
    }
  },

  'cookies are not sent for another analysis or by another connection': async () => {
    const { metadefender, asked } = await keeping(['node=one; Path=/']);
    await fails(metadefender.result('another'), 'not-found');
    await fails(metadefender.result(DATA_ID), 'not-found');
    assert.deepEqual(asked, ['/file/another -', `/file/${DATA_ID} node=one`]);
    assert.equal(await sent([]), '-');
  },

  'cookies are kept for the last thousand analyses only': async () => {
    /** @type {string[]} */
    const asked = [];
    const fetch = async (/** @type {string} */ url, /** @type {RequestInit} */ { headers }) => {
      asked.push(`${new URL(url).pathname} ${new Headers(headers).get('cookie') ?? '-'}`);
      return Response.json({}, { status: 404, headers: { 'set-cookie': 'node=one; Path=/' } });
    };
    const metadefender = await connect({ baseUrl: BASE_URL, fetch });
    const ids = Array.from({ length: 1001 }, (_, index) => `id${index}`);
    for (const id of [...ids, 'id1000', 'id0']) await fails(metadefender.result(id), 'not-found');
    assert.deepEqual(asked.slice(1001), ['/file/id1000 node=one', '/file/id0 -']);
  },
};
