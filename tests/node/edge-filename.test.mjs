// @ts-check
// MetaDefender gets the file name that the origin reads, or the form is refused.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parsePart } from '../../src/edge/screen/multipart/part.js';

/** @param {string} parameters @param {string} [more] headers */
const filenameWith = (parameters, more = '') =>
  parsePart(Buffer.from(`Content-Disposition: form-data; name="f"; ${parameters}${more}`)).filename;

describe('a file is called', () => {
  for (const [parameters, filename] of /** @type {const} */ ([
    ['filename="a.txt"', 'a.txt'],
    ['filename="é.txt"', 'é.txt'],
    // What browsers encode stays as it is: which readers decode it, nothing tells.
    ['filename="a%22b.txt"', 'a%22b.txt'],
    // RFC 8187, 3.2.3.
    ["filename*=UTF-8''%c2%a3%20and%20%e2%82%ac%20rates", '£ and € rates'],
    [`filename*="utf-8''a.txt"`, 'a.txt'],
    ["filename=a.txt; filename*=utf-8''a.txt", 'a.txt'],
    ['filename*=utf-8\'\'%C3%A9.txt; filename="é.txt"', 'é.txt'],
    ['filename="%C3%A9.txt"; filename*=utf-8\'\'%C3%A9.txt', 'é.txt'],
    ["filename=\"'a.txt'\"; filename*=utf-8''a.txt", 'a.txt'],
    [String.raw`filename="a\(1\).txt"; filename*=utf-8''a%281%29.txt`, 'a(1).txt'],
    // RFC 2047, 4.1 and 4.2; .NET 8 writes the first.
    ['filename="=?utf-8?B?w6kudHh0?="; filename*=utf-8\'\'%C3%A9.txt', 'é.txt'],
    ['filename="=?UTF-8?q?=C3=A9_a.txt?="; filename*=utf-8\'\'%C3%A9%20a.txt', 'é a.txt'],
    // RFC 2047, 6.2: the space between two words is not shown.
    ['filename="=?utf-8?B?w6k=?= =?utf-8?B?LnR4dA==?="; filename*=utf-8\'\'%C3%A9.txt', 'é.txt'],
  ])) {
    test(`${filename} by ${parameters}`, () => assert.equal(filenameWith(parameters), filename));
  }

  test("by its type, where that alone has a name, as in Python's email", () => {
    const headers =
      'Content-Disposition: form-data; name=f\r\nContent-Type: text/plain; name=a.exe';
    const { filename, kind } = parsePart(Buffer.from(headers));
    assert.deepEqual([filename, kind], ['a.exe', 'file']);
  });
});

describe('a file is refused that has two names:', () => {
  for (const parameters of [
    'filename="a.txt"; filename*=UTF-8\'\'evil.exe',
    'filename*=UTF-8\'\'evil.exe; filename="a.txt"',
    'filename=""; filename*=UTF-8\'\'evil.exe',
    'filename="a.txt"; filename*=UTF-8\'\'',
    'filename="EVIL.exe"; filename*=UTF-8\'\'evil.exe',
    // A name for those who cannot read the other: which one is read?
    'filename="EURO.txt"; filename*=UTF-8\'\'%e2%82%ac.txt',
    'filename="=?utf-8?B?YS50eHQ=?="; filename*=utf-8\'\'evil.exe',
    'filename="=?utf-8?B?ZXZpbC5leGU=?=.txt"; filename*=utf-8\'\'evil.exe',
    'filename="=?iso-8859-1?Q?=E9.txt?="; filename*=utf-8\'\'%C3%A9.txt',
    // Within the name they quote nothing.
    `filename="a'b.txt'"; filename*=utf-8''ab.txt`,
    `filename="'a'b.txt"; filename*=utf-8''ab.txt`,
    // No UTF-8.
    'filename="=?utf-8?B?/w==?="; filename*=utf-8\'\'%EF%BF%BD',
    'filename="=?utf-8?B?A?="; filename*=utf-8\'\'A',
    // RFC 2231, 3 and 4: few readers know it.
    'filename*0="evil"; filename*1=".exe"',
    'filename="a.txt"; filename*0*=utf-8\'\'evil.exe',
  ]) {
    test(parameters, () => {
      assert.throws(() => filenameWith(parameters), {
        kind: 'malformed-form',
        // The client gets the reason in words.
        message: / /,
      });
    });
  }

  for (const parameters of [
    "filename*=iso-8859-1''%e9.txt",
    "filename*=UTF-8'en'a.txt",
    "filename*=''a.txt",
    'filename*=a.txt',
    "filename*=x-utf-8''a.txt",
    "filename*=utf-8''a'b.txt",
    "filename*=UTF-8''%ff.txt",
    "filename*=UTF-8''100%.txt",
  ]) {
    test(`${parameters}, which readers decode in different ways`, () => {
      assert.throws(() => filenameWith(parameters), { kind: 'malformed-form' });
    });
  }

  test('one of them inside the field name, where multiparty 4.3 finds it', () => {
    const headers = `Content-Disposition: form-data; name="a; filename=evil.exe"; filename="a.txt"`;
    assert.throws(() => parsePart(Buffer.from(headers)), { kind: 'malformed-form' });
  });
});
