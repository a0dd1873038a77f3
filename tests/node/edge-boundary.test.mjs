// @ts-check
// The boundary in a Content-Type, if all parsers find the same one.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { admit } from '../../src/edge/screen/admit.js';
import { parseHeaderValue } from '../../src/edge/screen/header-value.js';
import { boundaryOf } from '../../src/edge/screen/multipart/boundary.js';
import { RECORDED } from '../support/client-forms.mjs';

/** @param {string} contentType */
const boundaryIn = (contentType) =>
  boundaryOf(parseHeaderValue(contentType)?.parameters ?? new Map());

describe('the boundary', () => {
  for (const [contentType, boundary] of /** @type {[string, string | undefined][]} */ ([
    ['multipart/form-data; boundary=abc', 'abc'],
    ['Multipart/Form-Data;charset=utf-8; BOUNDARY="a-b_c.9"', 'a-b_c.9'],
    ['multipart/form-data; boundary=a+b', 'a+b'],
    [`multipart/form-data; boundary=a'b`, "a'b"],
    [`multipart/form-data; boundary="'()+_./:=?-"`, "'()+_./:=?-"],
    ['multipart/form-data; boundary="a b"', 'a b'],
    // Not in a token: Python's email, Werkzeug and multipart read only what is before it.
    ...[...'(),/:=?'].map((one) => [`multipart/form-data; boundary=a${one}b`, undefined]),
    // Rack ends it there, aiohttp removes it, RFC 2046 forbids it.
    ['multipart/form-data; boundary=",ab"', undefined],
    ['multipart/form-data; boundary=" a"', undefined],
    ['multipart/form-data; boundary="a "', undefined],
    // Rack reads AAA.
    ['multipart/form-data; boundary="xboundary=AAA"', undefined],
    ['multipart/form-data; boundary="a@b"', undefined],
    ['multipart/form-data; boundary="é"', undefined],
    ['multipart/form-data', undefined],
    ['multipart/form-data; boundary=', undefined],
    ['multipart/form-data; boundary=""', undefined],
    ['multipart/form-data; boundary=a; boundary=b', undefined],
    ['multipart/form-data; boundary=a; Boundary=b', undefined],
    ["multipart/form-data; boundary=a; boundary*=UTF-8''b", undefined],
    ['multipart/form-data; boundary*0=a', undefined],
    ['multipart/form-data; boundary=a, multipart/form-data; boundary=b', undefined],
    ['multipart/form-data; boundary="a,b"', undefined],
    ['multipart/form-data; boundary="a ', undefined],
    ['multipart/form-data; boundary=a/b', undefined],
    [String.raw`multipart/form-data; boundary="a\"; x="b"`, undefined],
    [`multipart/form-data; boundary=${'a'.repeat(71)}`, undefined],
    [`multipart/form-data; boundary=${'a'.repeat(70)}`, 'a'.repeat(70)],
  ])) {
    test(`in ${contentType.slice(0, 70)}`, () => assert.equal(boundaryIn(contentType), boundary));
  }
});

describe('a Content-Type', () => {
  /** @param {string} contentType */
  const admitted = (contentType) => {
    const request = new Request('http://worker.test/', {
      method: 'POST',
      headers: { 'content-type': contentType },
      body: 'x',
    });
    return admit(request, /** @type {any} */ ({ maxSize: 100 }))?.boundary;
  };

  for (const contentType of [
    // PHP and formidable look for the words, wherever they stand.
    'multipart/form-data; xboundary=AAA; boundary=BBB',
    'multipart/form-data; xboundary=AAA; boundary=boundar',
    'multipart/form-data; x="boundary=AAA;"; boundary=BBB',
    'multipart/form-data; boundary=BBB; x=boundary',
    'multipart/form-data; boundary=BBB; x=multipart',
    'text/plain; x=multipart; boundary=AAA',
    'text/plain; boundary=AAA',
    'application/multipart; boundary=AAA',
    'application/octet-stream; x="multipart/form-data; boundary=AAA"',
    'multipart/mixed; boundary=AAA',
  ]) {
    test(`that can be read in two ways is refused: ${contentType}`, () => {
      assert.throws(() => admitted(contentType), { kind: 'unsupported-type' });
    });
  }

  test('of a form has its boundary, and of anything else has none', () => {
    assert.equal(admitted('multipart/form-data; charset=utf-8; boundary=BBB'), 'BBB');
    for (const { contentType } of Object.values(RECORDED)) {
      assert.equal(admitted(contentType), boundaryIn(contentType));
    }
    assert.equal(admitted('text/plain; charset=utf-8'), undefined);
  });
});
