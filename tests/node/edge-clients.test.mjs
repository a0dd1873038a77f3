// @ts-check
// Forms of real clients are read in front of an origin, with any boundary.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { admit } from '../../src/edge/screen/admit.js';
import { MultipartParser } from '../../src/edge/screen/multipart/parser.js';
import { RECORDED, WRITTEN } from '../support/client-forms.mjs';

/** @param {string} contentType */
function boundaryIn(contentType) {
  const headers = { 'content-type': contentType };
  const request = new Request('http://a/', { method: 'POST', body: 'x', headers });
  return admit(request, /** @type {any} */ ({ maxSize: 100 }))?.boundary ?? assert.fail();
}

/** @param {import('../support/client-forms.mjs').RecordedForm} form */
function read({ contentType, body }) {
  const parser = new MultipartParser(boundaryIn(contentType));
  /** @type {{ name: string, filename?: string, kind: string, content: string }[]} */
  const parts = [];
  for (const event of parser.push(Buffer.from(body, 'latin1'))) {
    if ('part' in event) {
      const { name, filename, kind } = event.part;
      parts.push({ name, filename, kind, content: '' });
    } else if ('bytes' in event) {
      const part = parts.at(-1) ?? assert.fail();
      part.content += Buffer.from(event.bytes).toString('latin1');
    }
  }
  parser.end();
  return parts;
}

describe('a form is read', () => {
  /** Clients that send text with a Content-Type. */
  const typed = /aiohttp|Symfony|Retrofit|NET|Spring/;
  for (const [client, form] of Object.entries({ ...RECORDED, ...WRITTEN })) {
    test(`of ${client}`, () => {
      const parts = read(form);
      const text = parts.filter(({ kind }) => kind !== 'file');
      const kind = typed.test(client) ? 'typed-field' : 'field';
      assert.deepEqual(text[0], { name: 'text', filename: undefined, kind, content: 'a b' });
      const files = parts.filter(({ kind }) => kind === 'file');
      // aiohttp and needle encode it, without any sign of it.
      const filename = /aiohttp|needle/.test(client) ? '%C3%A9.txt' : 'é.txt';
      assert.deepEqual(files, [{ name: 'f', filename, kind: 'file', content: 'hi\r\n' }]);
    });
  }
});

describe('a boundary is found', () => {
  const DIGITS = '0123456789';
  const LOWER = 'abcdefghijklmnopqrstuvwxyz';
  const ALPHANUMERIC = `${DIGITS}${LOWER}${LOWER.toUpperCase()}`;
  const HEX = '0123456789abcdef';

  /**
   * What stands in front of the random part, of which characters that is, how many, and what comes after it.
   * @type {Record<string, [prefix: string, alphabet: string, length: number, suffix?: string]>}
   */
  const unquoted = {
    'AFNetworking 4.0': ['Boundary+', '0123456789ABCDEF', 16],
    'Alamofire 5.9': ['alamofire.boundary.', HEX, 16],
    'aiohttp 3.14': ['', HEX, 32],
    'axios 1.21': ['axios-1.21.1-boundary-', ALPHANUMERIC, 25],
    'Chromium 156': ['----WebKitFormBoundary', ALPHANUMERIC, 16],
    'curl 7.88': ['------------------------', HEX, 16],
    'Dio 5.4': ['--dio-boundary-', DIGITS, 10],
    'Firefox ESR 153': ['----geckoformboundary', HEX, 32],
    'form-data 4.0': ['--------------------------', HEX, 24],
    'form-data-encoder 4.1': ['form-data-encoder-', `${DIGITS}${LOWER}`, 16],
    "Go's mime/multipart": ['', HEX, 60],
    'http 1.2 of Dart': ['dart-http-boundary-', `+_-.${ALPHANUMERIC}`, 51],
    'HttpClient 5 of Apache': ['', `-_${ALPHANUMERIC}`, 35],
    'OkHttp 4.12': ['', `${HEX}-`, 36],
    'psr7 2.0 of Guzzle': ['', HEX, 40],
    'Spring 6.1': ['', `-_${ALPHANUMERIC}`, 35],
    'undici 6.24': ['----formdata-undici-0', DIGITS, 11],
  };
  /** @type {typeof unquoted} */
  const quoted = {
    '.NET 8': ['', `${HEX}-`, 36],
    'Jakarta Mail 2': ['----=_Part_0_', `${DIGITS}.`, 20],
    "Python's email": ['===============', DIGITS, 19, '=='],
    'Qt 6.7': ['boundary_.oOo._', `+/${ALPHANUMERIC}`, 32],
    'Symfony 6.4': ['_=_symfony_', `${HEX}_`, 43, '_=_'],
  };

  for (const [clients, quote] of /** @type {const} */ ([
    [unquoted, ''],
    [quoted, '"'],
  ])) {
    for (const [client, [prefix, alphabet, length, suffix = '']] of Object.entries(clients)) {
      test(`of ${client}, with any random part`, () => {
        const size = { minLength: length, maxLength: length };
        const random = fc.array(fc.constantFrom(...alphabet), size);
        fc.assert(
          fc.property(random, (characters) => {
            const boundary = prefix + characters.join('') + suffix;
            const contentType = `multipart/form-data; boundary=${quote}${boundary}${quote}`;
            assert.equal(boundaryIn(contentType), boundary);
          }),
        );
      });
    }
  }
});
