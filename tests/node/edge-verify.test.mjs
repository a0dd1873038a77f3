// @ts-check
// Which headers of a request an origin can trust.
import assert from 'node:assert/strict';
import { createHmac, hkdfSync } from 'node:crypto';
import { describe, mock, test } from 'node:test';
import { endToEndHeaders } from '../../src/edge/screen/forward.js';
import { signedHeaders } from '../../src/edge/verdict-signature.js';
import { verifyVerdict } from '../../src/edge/verify.js';

const SECRET = 'a secret of the tests, which is long enough';
const OTHER = 'another one of the tests, and as long as that';
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const ONE = { verdict: 'allowed', dataIds: ['id 1,a'], sha256: [ABC] };
const NOW = 1_700_000_000_000;

/** @param {object} [statement] @param {string} [secret] @param {number} [now] ms */
const signed = async (statement, secret = SECRET, now = Date.now()) =>
  Object.fromEntries(await signedHeaders({ ...ONE, ...statement }, secret, now));

/** @param {import('../../src/edge/edge-verify.js').VerdictHeaders} headers @param {object} [options] */
const verify = (headers, options) => verifyVerdict(headers, { secret: SECRET, ...options });

/** @param {() => Promise<void>} work */
async function atTime(work) {
  mock.timers.enable({ apis: ['Date'], now: NOW });
  try {
    await work();
  } finally {
    mock.timers.reset();
  }
}

describe('a verdict', () => {
  test('is signed by the standards: HKDF and HMAC with SHA-256, here by node:crypto', async () => {
    const key = hkdfSync('sha256', SECRET, '', 'metadefender-wasm verdict', 32);
    const dataIds = ['id 1,a', 'ü'];
    const headers = await signed({ dataIds, sha256: [ABC, EMPTY] }, SECRET, NOW + 999);
    const message = `v1\n1700000000\nallowed\nid%201%2Ca,%C3%BC\n${ABC}, ${EMPTY}`;
    const mac = createHmac('sha256', Buffer.from(key)).update(message).digest('hex');
    assert.deepEqual(headers, {
      'x-metadefender-verdict': 'allowed',
      'x-metadefender-data-id': 'id%201%2Ca,%C3%BC',
      'x-metadefender-sha256': `${ABC}, ${EMPTY}`,
      'x-metadefender-signature': `t=1700000000,v1=${mac}`,
    });
  });

  test('states its files, and when it was signed', () =>
    atTime(async () => {
      const statement = { dataIds: ['a,b', '', 'c'], sha256: [ABC, EMPTY, ABC] };
      assert.deepEqual(await verify(await signed(statement)), {
        verdict: 'allowed',
        files: [
          { dataId: 'a,b', sha256: ABC },
          { dataId: '', sha256: EMPTY },
          { dataId: 'c', sha256: ABC },
        ],
        signedAt: new Date(NOW),
      });
    }));

  test('can be about a file without an id, such as one found by its hash', async () => {
    const { files } = await verify(await signed({ dataIds: ['a'], sha256: [ABC, EMPTY] }));
    assert.deepEqual(
      files.map(({ dataId }) => dataId),
      ['a', ''],
    );
  });

  test('can be about no file at all', async () => {
    const { files } = await verify(await signed({ dataIds: [], sha256: [] }), { sha256: [] });
    assert.deepEqual(files, []);
  });

  test('is accepted if a proxy has put a space after each comma', async () => {
    const headers = await signed({ dataIds: ['', ''], sha256: [ABC, EMPTY] });
    assert.equal(headers['x-metadefender-data-id'], ',');
    const spaced = await signed({ dataIds: ['a', 'b'], sha256: [ABC, EMPTY] });
    const ids = (await verify(spaced)).files.map(({ dataId }) => dataId);
    assert.deepEqual(ids, ['a', 'b']);
  });

  test('is read from Headers, and from names in any letter case', async () => {
    const headers = await signed();
    assert.equal((await verify(new Headers(headers))).files.length, 1);
    const shouted = Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]);
    assert.equal((await verify(Object.fromEntries(shouted))).files.length, 1);
  });

  test('is accepted with each of several secrets', async () => {
    for (const secret of [SECRET, OTHER]) {
      const headers = await signed({}, secret);
      const { verdict } = await verify(headers, { secret: [OTHER, SECRET] });
      assert.equal(verdict, 'allowed');
    }
  });
});

describe('a verdict is refused', () => {
  const unsigned = { code: 'unauthorized', message: /carries no signed verdict/ };
  const forged = { code: 'unauthorized', message: /not made with this secret/ };

  test('of a request that did not pass the Worker', async () => {
    await assert.rejects(verify({}), unsigned);
    const headers = await signed();
    for (const name of Object.keys(headers)) {
      const { [name]: _, ...rest } = headers;
      await assert.rejects(verify(rest), unsigned, name);
      await assert.rejects(verify(new Headers(rest)), unsigned, name);
    }
    for (const name of ['x-metadefender-verdict', 'x-metadefender-signature'])
      await assert.rejects(verify({ ...headers, [name]: '' }), unsigned, name);
  });

  test('where a header is there twice, as another reader could take the other one', async () => {
    const headers = await signed();
    for (const [name, value] of Object.entries(headers)) {
      const twice = { ...headers, [name.toUpperCase()]: value };
      await assert.rejects(verify(twice), unsigned, name);
      await assert.rejects(verify({ ...headers, [name]: [value] }), unsigned, name);
    }
  });

  test('that a client says, as the Worker passes none of it on', async () => {
    const underscored = 'X_MetaDefender_Verdict';
    const sent = new Headers({ ...(await signed()), [underscored]: 'allowed', cookie: 'a=1' });
    assert.deepEqual([...endToEndHeaders(sent)], [['cookie', 'a=1']]);
  });

  test('that was changed, or signed by somebody else', async () => {
    const headers = await signed({ verdict: 'undetermined' });
    for (const [name, value] of /** @type {const} */ ([
      ['x-metadefender-verdict', 'allowed'],
      ['x-metadefender-data-id', 'another'],
      ['x-metadefender-sha256', EMPTY],
    ]))
      await assert.rejects(verify({ ...headers, [name]: value }), forged, name);
    await assert.rejects(verify(headers, { secret: OTHER }), forged);
    await assert.rejects(verify(headers, { secret: [OTHER, `${OTHER}!`] }), forged);
  });

  test('whose signature has another format', async () => {
    const headers = await signed();
    const signature = String(headers['x-metadefender-signature']);
    const wrong = [
      'unsigned',
      `x${signature}`,
      ` ${signature}`,
      `${signature}0`,
      signature.slice(0, -1),
      signature.replace('t=', 't=+'),
      signature.replace('t=', 't=0'.repeat(5)),
      signature.replace('v1=', 'v2='),
      signature.replace(/v1=.*/, (mac) => mac.toUpperCase().replace('V', 'v')),
      signature.replace(/^t=\d+/, `t=${'1'.repeat(13)}`),
      signature.replace(/^t=\d+/, 't='),
      `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}`,
      `t=${Math.floor(Date.now() / 1000)},v1=`,
    ];
    for (const other of wrong) {
      const changed = { ...headers, 'x-metadefender-signature': other };
      await assert.rejects(verify(changed), forged, other);
    }
  });

  test('that is too old, or from the future', () =>
    atTime(async () => {
      const old = { code: 'unauthorized' };
      const at = (/** @type {number} */ seconds) => signed({}, SECRET, NOW + seconds * 1000);
      await verify(await at(-300));
      await assert.rejects(verify(await at(-301)), {
        ...old,
        message: 'the verdict was signed 301 s ago, but is valid for 300 s',
      });
      await verify(await at(60));
      await assert.rejects(verify(await at(61)), old);
      await verify(await at(-10), { maxAge: 10 });
      await assert.rejects(verify(await at(-11), { maxAge: 10 }), old);
      await verify(await at(0), { maxAge: 0 });
      await assert.rejects(verify(await at(-1), { maxAge: 0 }), old);
    }));

  test('that the origin does not accept', async () => {
    const headers = await signed({ verdict: 'undetermined' });
    await assert.rejects(verify(headers), {
      code: 'forbidden',
      message: 'the verdict is undetermined',
    });
    const { verdict } = await verify(headers, { accept: ['allowed', 'undetermined'] });
    assert.equal(verdict, 'undetermined');
    await assert.rejects(verify(await signed(), { accept: [] }), { code: 'forbidden' });
    const blocked = await signed({ verdict: 'blocked' });
    await assert.rejects(verify(blocked, { accept: ['allowed', 'undetermined'] }), {
      code: 'forbidden',
    });
  });

  test('about other files than those that the origin has', async () => {
    const headers = await signed({ dataIds: ['', ''], sha256: [ABC, EMPTY] });
    await verify(headers, { sha256: [ABC.toUpperCase(), EMPTY] });
    await verify(await signed(), { sha256: ABC });
    for (const sha256 of [[EMPTY, ABC], [ABC], ABC, [], [ABC, EMPTY, ABC]]) {
      await assert.rejects(verify(headers, { sha256 }), {
        code: 'integrity',
        message: 'the verdict is about other files',
      });
    }
  });
});

describe('a mistake of the origin is told, and lets nothing pass', () => {
  const wrong = /** @type {const} */ ([
    [{ secret: undefined }, /secret has to have at least 32 characters/],
    [{ secret: '' }, /secret has to have/],
    [{ secret: 'x'.repeat(31) }, /secret has to have/],
    [{ secret: [] }, /secret has to have/],
    [{ secret: [SECRET, 'short'] }, /secret has to have/],
    [{ maxAge: -1 }, /maxAge has to be a number of seconds/],
    [{ maxAge: NaN }, /maxAge has to be/],
    [{ maxAge: Infinity }, /maxAge has to be/],
    [{ maxAge: '300' }, /maxAge has to be/],
    [{ accept: 'allowed' }, /accept has to be an array of verdicts/],
    [{ sha256: undefined }, /sha256 has to be 64 hexadecimal digits of each file/],
    [{ sha256: [ABC, undefined] }, /sha256 has to be/],
    [{ sha256: '' }, /sha256 has to be/],
    [{ sha256: `${ABC}0` }, /sha256 has to be/],
    [{ sha256: `0${ABC}` }, /sha256 has to be/],
    [{ sha256: ABC.slice(1) }, /sha256 has to be/],
    [{ sha256: ABC.replace('b', 'g') }, /sha256 has to be/],
    [{ sha256: { toString: () => ABC } }, /sha256 has to be/],
  ]);
  for (const [options, message] of wrong) {
    test(JSON.stringify(options), async () => {
      await assert.rejects(verify(await signed(), options), { code: 'invalid-input', message });
    });
  }
});
