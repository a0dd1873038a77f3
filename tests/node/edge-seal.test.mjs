// @ts-check
// The tokens that clients hold: their authenticity, purpose and owner.
import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import { Handles } from '../../src/edge/proxy/handles.js';
import { Seal } from '../../src/edge/seal.js';

const SECRET = 'a secret of the tests, which is long enough';
const OTHER = 'another one of the tests, and as long as that';
const NOW = 1_700_000_000_000;

describe('a sealed text', () => {
  const seal = new Seal([SECRET], 'test');

  test('is opened with the same secret, purpose and context', async () => {
    for (const text of ['', 'a', 'ü€😀', 'x'.repeat(10_000)]) {
      assert.equal(await seal.open(await seal.seal(text)), text);
      assert.equal(await seal.open(await seal.seal(text, 'context'), 'context'), text);
    }
    const token = await seal.seal('a', 'context');
    assert.equal(await seal.open(token), undefined);
    assert.equal(await seal.open(token, 'another'), undefined);
    assert.equal(await new Seal([SECRET], 'another').open(token, 'context'), undefined);
    assert.equal(await new Seal([OTHER], 'test').open(token, 'context'), undefined);
  });

  test('has no context unless one is given', async () => {
    assert.equal(await seal.open(await seal.seal('a'), ''), 'a');
    assert.equal(await seal.open(await seal.seal('a', '')), 'a');
  });

  test('differs each time, unless a nonce is given', async () => {
    assert.notEqual(await seal.seal('a'), await seal.seal('a'));
    const nonce = new Uint8Array(12).fill(7);
    const token = await seal.seal('a', '', nonce);
    assert.equal(token, await seal.seal('a', '', nonce));
    assert.deepEqual(Buffer.from(token, 'base64url').subarray(0, 12), Buffer.from(nonce));
    assert.match(token, /^[\w-]+$/);
  });

  test('is sealed with the first of several secrets, and opened with any of them', async () => {
    const both = new Seal([SECRET, OTHER], 'test');
    assert.equal(await seal.open(await both.seal('a')), 'a');
    assert.equal(await both.open(await new Seal([OTHER], 'test').seal('b')), 'b');
  });

  test('that was changed in any bit, cut or made up is none', async () => {
    const bytes = Buffer.from(await seal.seal('text'), 'base64url');
    for (const at of bytes.keys()) {
      const changed = Buffer.from(bytes);
      changed[at] = Number(changed[at]) ^ 1;
      assert.equal(await seal.open(changed.toString('base64url')), undefined, `byte ${at}`);
      assert.equal(await seal.open(bytes.subarray(0, at).toString('base64url')), undefined);
    }
    for (const token of ['', '.', 'a', 'not a token', 'A'.repeat(38), 'A'.repeat(100)])
      assert.equal(await seal.open(token), undefined, token);
  });
});

describe('a handle', () => {
  const handles = new Handles([SECRET], 'service', 3600);
  const own = /** @type {const} */ ({ id: 'id', scope: 'own', expiry: NOW / 1000 + 10 });

  /** @param {() => Promise<void>} work */
  async function atTime(work) {
    mock.timers.enable({ apis: ['Date'], now: NOW });
    try {
      await work();
    } finally {
      mock.timers.reset();
    }
  }

  test('is opened for its visitor', () =>
    atTime(async () => {
      const opened = { ...own, cookies: undefined };
      assert.deepEqual(
        await handles.open('file', await handles.seal('file', own, 'v'), 'v'),
        opened,
      );
      const known = /** @type {const} */ ({ ...own, scope: 'known', cookies: 'a=1; b=2' });
      const handle = await handles.seal('file', known, '');
      assert.deepEqual(await handles.open('file', handle, ''), known);
    }));

  test('is invalid for other visitors, kinds and services', () =>
    atTime(async () => {
      const handle = await handles.seal('file', own, 'v');
      assert.equal(await handles.open('file', handle, 'w'), undefined);
      assert.equal(await handles.open('batch', handle, 'v'), undefined);
      assert.equal(await handles.open('address', handle, 'v'), undefined);
      const another = new Handles([SECRET], 'another service', 3600);
      assert.equal(await another.open('file', handle, 'v'), undefined);
      assert.equal(await handles.open('file', 'forged', 'v'), undefined);
    }));

  test('is valid until it expires', () =>
    atTime(async () => {
      const handle = await handles.seal('file', own, 'v');
      mock.timers.tick(9_999);
      assert.notEqual(await handles.open('file', handle, 'v'), 'expired');
      mock.timers.tick(1);
      assert.equal(await handles.open('file', handle, 'v'), 'expired');
      // Of another kind it says nothing, not even that.
      assert.equal(await handles.open('batch', handle, 'v'), undefined);
    }));

  test('is the same for the same input, and differs for any other', async () => {
    const handle = await handles.seal('file', own, 'v');
    assert.equal(await handles.seal('file', own, 'v'), handle);
    const nonce = (/** @type {string} */ token) => token.slice(0, 16);
    for (const other of [
      await handles.seal('batch', own, 'v'),
      await handles.seal('file', own, 'w'),
      await handles.seal('file', { ...own, id: 'di' }, 'v'),
      await handles.seal('file', { ...own, scope: 'known' }, 'v'),
      await handles.seal('file', { ...own, expiry: own.expiry + 1 }, 'v'),
      await handles.seal('file', { ...own, cookies: 'a=1' }, 'v'),
      await new Handles([SECRET], 'another service', 3600).seal('file', own, 'v'),
      await new Handles([OTHER], 'service', 3600).seal('file', own, 'v'),
    ])
      // AES-GCM breaks where two texts have one nonce.
      assert.notEqual(nonce(other), nonce(handle));
  });

  test('of an older secret is still valid', () =>
    atTime(async () => {
      const handle = await new Handles([OTHER], 'service', 3600).seal('file', own, 'v');
      const rotated = new Handles([SECRET, OTHER], 'service', 3600);
      assert.equal(/** @type {any} */ (await rotated.open('file', handle, 'v')).id, 'id');
      assert.equal(await rotated.seal('file', own, 'v'), await handles.seal('file', own, 'v'));
    }));

  test('of a batch and those of its files have a common, limited lifetime', () =>
    atTime(async () => {
      const expiry = handles.newExpiry();
      assert.equal(expiry, NOW / 1000 + 3600);
      assert.equal(handles.fileExpiry(expiry), expiry + 3600);
      assert.equal(handles.batchExpiry(handles.fileExpiry(expiry)), expiry);
      mock.timers.tick(999);
      const short = new Handles([SECRET], 'service', 0.5);
      assert.equal(short.newExpiry(), NOW / 1000 + 1);
    }));

  test('is never made from an id that could lead to another path', () => {
    for (const id of [
      '61dffeaa728844adbf49eb090e4ece0e',
      'a',
      '...',
      'A.b_c=d~e+f:g@h-',
      'x'.repeat(512),
    ])
      assert.equal(handles.isId(id), true, id);
    for (const id of [
      '',
      '.',
      '..',
      'a/b',
      'a?b',
      'a#b',
      'a b',
      'a%2fb',
      'a\n',
      '\na',
      'x'.repeat(513),
    ])
      assert.equal(handles.isId(id), false, id);
  });
});
