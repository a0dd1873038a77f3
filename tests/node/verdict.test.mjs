// @ts-check
import assert from 'node:assert/strict';
import { createHmac, hkdfSync } from 'node:crypto';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import { verifyVerdict } from 'metadefender-wasm/edge/verify';

const SECRET = 'a secret of the Worker and its origin, 32+';
const OTHER = 'another secret, of somebody else, also 32+';
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

/**
 * What a Worker signs, made by OpenSSL: HKDF (RFC 5869) for the key, HMAC-SHA-256 (RFC 2104).
 * @param {{ secret?: string, verdict?: string, dataId?: string, sha256?: string, age?: number }} [options] age in s
 * @returns {Record<string, string>}
 */
function signed({
  secret = SECRET,
  verdict = 'allowed',
  dataId = 'id',
  sha256 = ABC,
  age = 0,
} = {}) {
  const time = String(Math.floor(Date.now() / 1000) - age);
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'metadefender-wasm verdict', 32));
  const message = ['v1', time, verdict, dataId, sha256].join('\n');
  const mac = createHmac('sha256', key).update(message).digest('hex');
  return {
    'x-metadefender-verdict': verdict,
    'x-metadefender-data-id': dataId,
    'x-metadefender-sha256': sha256,
    'x-metadefender-signature': `t=${time},v1=${mac}`,
  };
}

/**
 * @param {Promise<unknown>} promise
 * @param {string} code
 */
const fails = (promise, code) => assert.rejects(promise, { name: 'MetaDefenderError', code });

describe('the verdict in the headers of a request', () => {
  test('is accepted by its signature', async () => {
    const headers = signed({ dataId: 'one, t%C3%BCr', sha256: `${ABC}, ${'0'.repeat(64)}` });
    for (const given of [headers, new Headers(headers)]) {
      const { verdict, files, signedAt } = await verifyVerdict(given, { secret: SECRET });
      assert.equal(verdict, 'allowed');
      assert.deepEqual(files, [
        { dataId: 'one', sha256: ABC },
        { dataId: 'tür', sha256: '0'.repeat(64) },
      ]);
      assert.ok(Math.abs(Date.now() - signedAt.getTime()) < 5000);
    }
  });

  test('is found in any letter case, as in an event of a serverless platform', async () => {
    const names = {
      'X-MetaDefender-Verdict': 'x-metadefender-verdict',
      'X-METADEFENDER-DATA-ID': 'x-metadefender-data-id',
      'x-Metadefender-Sha256': 'x-metadefender-sha256',
      'X-Metadefender-Signature': 'x-metadefender-signature',
    };
    const lower = signed();
    const headers = Object.fromEntries(
      Object.entries(names).map(([name, key]) => [name, lower[key]]),
    );
    assert.equal((await verifyVerdict(headers, { secret: SECRET })).verdict, 'allowed');
    // Twice, in two cases: another reader may take the other one.
    const twice = { ...headers, 'x-metadefender-verdict': 'allowed' };
    await fails(verifyVerdict(twice, { secret: SECRET }), 'unauthorized');
  });

  test('can be about no file at all', async () => {
    const { files } = await verifyVerdict(signed({ dataId: '', sha256: '' }), { secret: SECRET });
    assert.deepEqual(files, []);
  });

  test('is accepted with each of several secrets', async () => {
    await verifyVerdict(signed(), { secret: [OTHER, SECRET] });
    await fails(verifyVerdict(signed(), { secret: [OTHER] }), 'unauthorized');
  });

  test('does not hold with anything changed, missing or doubled', async () => {
    const good = signed();
    const time = /t=(\d+)/.exec(good['x-metadefender-signature'] ?? '')?.[1];
    for (const changed of [
      { 'x-metadefender-verdict': 'undetermined' },
      { 'x-metadefender-data-id': 'other' },
      { 'x-metadefender-sha256': '0'.repeat(64) },
      { 'x-metadefender-signature': `t=${time},v1=${'0'.repeat(64)}` },
      { 'x-metadefender-signature': good['x-metadefender-signature']?.replace(/t=\d+/, 't=1') },
      { 'x-metadefender-signature': 'v1=' },
      { 'x-metadefender-signature': good['x-metadefender-signature']?.slice(0, -2) },
      ...Object.keys(good).map((name) => ({ [name]: undefined })),
      ...Object.keys(good).map((name) => ({ [name]: [good[name] ?? '', good[name] ?? ''] })),
    ]) {
      const headers = { ...good, ...changed };
      const accept = /** @type {('allowed' | 'undetermined')[]} */ (['allowed', 'undetermined']);
      await fails(verifyVerdict(headers, { secret: SECRET, accept }), 'unauthorized');
    }
    await fails(verifyVerdict({}, { secret: SECRET }), 'unauthorized');
  });

  test('moves no part of what is signed into another', async () => {
    const headers = signed({ verdict: 'allowed', dataId: 'a' });
    Object.assign(headers, {
      'x-metadefender-verdict': 'allowed\na',
      'x-metadefender-data-id': ABC,
      'x-metadefender-sha256': '',
    });
    await fails(verifyVerdict(headers, { secret: SECRET }), 'unauthorized');
  });

  test('is good for five minutes, or for as long as is said', async () => {
    await verifyVerdict(signed({ age: 290 }), { secret: SECRET });
    await fails(verifyVerdict(signed({ age: 310 }), { secret: SECRET }), 'unauthorized');
    await fails(verifyVerdict(signed({ age: -600 }), { secret: SECRET }), 'unauthorized');
    await verifyVerdict(signed({ age: 400 }), { secret: SECRET, maxAge: 600 });
  });

  test('passes if it is allowed or otherwise accepted', async () => {
    const headers = signed({ verdict: 'undetermined' });
    await fails(verifyVerdict(headers, { secret: SECRET }), 'forbidden');
    const accept = /** @type {'undetermined'[]} */ (['undetermined']);
    const { verdict } = await verifyVerdict(headers, { secret: SECRET, accept });
    assert.equal(verdict, 'undetermined');
    await fails(verifyVerdict(signed({ verdict: 'blocked' }), { secret: SECRET }), 'forbidden');
  });

  test('is about these files and no others', async () => {
    await verifyVerdict(signed(), { secret: SECRET, sha256: ABC.toUpperCase() });
    for (const sha256 of ['0'.repeat(64), [], [ABC, ABC]]) {
      await fails(verifyVerdict(signed(), { secret: SECRET, sha256 }), 'integrity');
    }
  });

  test('needs a secret that nobody can try out', async () => {
    for (const secret of ['', 'short', [], [SECRET, 'short'], /** @type {any} */ (undefined)]) {
      await fails(verifyVerdict(signed(), { secret }), 'invalid-input');
    }
  });

  test('is not checked less where an option is not what it should be', async () => {
    for (const wrong of [
      { maxAge: '300' },
      { maxAge: NaN },
      { maxAge: -1 },
      { accept: 'allowed' },
      { sha256: undefined },
      { sha256: [undefined] },
      { sha256: 'abc' },
    ]) {
      const options = /** @type {any} */ ({ secret: SECRET, ...wrong });
      await fails(verifyVerdict(signed(), options), 'invalid-input');
    }
  });

  test('can be verified in CommonJS', async () => {
    const required = createRequire(import.meta.url)('metadefender-wasm/edge/verify');
    assert.equal((await required.verifyVerdict(signed(), { secret: SECRET })).verdict, 'allowed');
  });
});
