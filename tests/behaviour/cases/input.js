// Invalid input: a clear error, and nothing is sent.
import { connect, digest, MetaDefenderError } from 'metadefender-wasm';
import { allFail, assert, fails, rejection } from '../expect.js';
import { DATA_ID } from '../reports.js';
import { scripted } from '../scripted.js';

const file = () => new File(['abc'], 'abc.txt');

/** A connection whose service must not get any request. */
async function untouched() {
  const service = scripted({});
  return { service, metadefender: await connect(service.options) };
}

/** @type {Record<string, () => Promise<unknown>>} */
export default {
  'a connection needs an address': async () => {
    const wrong = [
      undefined,
      null,
      42,
      {},
      { baseUrl: '' },
      { baseUrl: 8899 },
      { baseUrl: 'host' },
    ];
    for (const options of wrong) {
      // @ts-expect-error: no options
      const error = await fails(connect(options), 'invalid-input');
      assert.match(error.message, /baseUrl|options/);
    }
  },

  'an address with a password is refused, and the error does not repeat it': async () => {
    const error = await fails(connect({ baseUrl: 'http://me:hunter2@host' }), 'invalid-input');
    assert.notInclude(error.message, 'hunter2');
  },

  'options of the wrong type are refused, and the error names them': async () => {
    const baseUrl = 'http://service.test';
    const wrong = {
      apiKey: 42,
      userAgent: 'wörd',
      rule: {},
      headers: 42,
      credentials: 'always',
      fetch: 'fetch',
      retry: 3,
      'retry.attempts': { retry: { attempts: 0 } },
      'retry.baseDelay': { retry: { baseDelay: -1 } },
      'retry.maxDelay': { retry: { maxDelay: 'long' } },
      timeout: Number.NaN,
    };
    for (const [name, value] of Object.entries(wrong)) {
      const option = name.includes('.') ? value : { [name]: value };
      const error = await fails(
        connect({ baseUrl, .../** @type {any} */ (option) }),
        'invalid-input',
      );
      assert.include(error.message, name.replace(/\..*/, ''));
    }
    // @ts-expect-error: no such API
    await fails(connect({ baseUrl, api: 'cloud-v9' }), 'unsupported');
  },

  'a key that no header can contain is refused, and the error does not repeat it': async () => {
    const apiKey = 'k3y\r\nx-evil: 1';
    const error = await fails(connect({ baseUrl: 'http://service.test', apiKey }), 'invalid-input');
    assert.notInclude(error.message, 'k3y');
  },

  'scan options of the wrong type are refused, and the error names them': async () => {
    const { service, metadefender } = await untouched();
    const wrong = {
      filename: 42,
      rule: ['a'],
      archivePasswords: 'fox',
      metadata: () => {},
      globalTimeout: 1.5,
      contentLength: -1,
      signal: 'now',
      onProgress: 'often',
      lookup: 'yes',
      hash: 'crc32',
      timeout: -1,
      poll: 'often',
      cancelOnAbort: 'no',
    };
    for (const [name, value] of Object.entries(wrong)) {
      const options = /** @type {any} */ ({ [name]: value, lookup: false });
      if (name === 'lookup') options.lookup = value;
      const error = await fails(metadefender.scan(file(), options), 'invalid-input');
      assert.include(error.message, name);
    }
    const poll = { factor: 0.5 };
    await fails(metadefender.scan(file(), { poll }), 'invalid-input');
    assert.equal(service.asked.length, 0);
  },

  'anything but a file is refused': async () => {
    const { service, metadefender } = await untouched();
    for (const source of [undefined, null, 'abc', 42, {}, [file()]]) {
      // @ts-expect-error: no sources
      await fails(metadefender.scan(source), 'invalid-input');
      // @ts-expect-error: no sources
      await fails(metadefender.analyze(source), 'invalid-input');
    }
    assert.equal(service.asked.length, 0);
  },

  'a Blob without a valid size is refused, not hashed as empty': async () => {
    const { service, metadefender } = await untouched();
    for (const size of [NaN, -1, '3', 3n, undefined]) {
      const blob = Object.assign(Object.create(Blob.prototype), {
        slice: () => new Blob(),
        arrayBuffer: async () => new ArrayBuffer(0),
        stream: () => new Blob().stream(),
      });
      Object.defineProperty(blob, 'size', { value: size });
      await fails(metadefender.scan(blob), 'invalid-input');
      await fails(digest(blob), 'invalid-input');
    }
    assert.isEmpty(service.asked);
  },

  'a file whose properties throw is refused': async () => {
    const { metadefender } = await untouched();
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const thrower = {
      get size() {
        throw new Error('not today');
      },
      slice() {},
      arrayBuffer() {},
      stream() {},
    };
    for (const wrong of [proxy, thrower]) {
      // @ts-expect-error: no file
      await fails(metadefender.scan(wrong), 'invalid-input');
    }
  },

  'an abort takes precedence over an invalid file': async () => {
    const { metadefender } = await untouched();
    const signal = AbortSignal.abort('no more');
    for (const wrong of [new Blob([]), new ReadableStream(), 42]) {
      // @ts-expect-error: not all are files
      assert.equal(await rejection(metadefender.scan(wrong, { signal })), 'no more');
    }
  },

  'an empty file is refused before anything is sent': async () => {
    const { service, metadefender } = await untouched();
    const empty = [new File([], 'empty.txt'), new Uint8Array(), new ArrayBuffer(0), new Response()];
    for (const source of empty) {
      await fails(metadefender.scan(source), 'empty-file');
      await fails(metadefender.analyze(source), 'empty-file');
    }
    assert.equal(service.asked.length, 0);
  },

  'a malformed hash is refused before anything is sent': async () => {
    const { service, metadefender } = await untouched();
    for (const hash of ['', 'abc', 'g'.repeat(64), 'a'.repeat(65), '../login', 42, undefined]) {
      // @ts-expect-error: some are no strings
      await fails(metadefender.resultByHash(hash), 'invalid-input');
    }
    assert.equal(service.asked.length, 0);
  },

  'an invalid data id is refused before anything is sent': async () => {
    const { service, metadefender } = await untouched();
    for (const dataId of ['', '.', '..', undefined, 42]) {
      const id = /** @type {string} */ (dataId);
      const calls = [metadefender.result(id), metadefender.wait(id), metadefender.cancel(id)];
      await allFail(calls, 'invalid-input');
    }
    await fails(metadefender.result(DATA_ID, { first: -1 }), 'invalid-input');
    await fails(metadefender.login('', 'password'), 'invalid-input');
    assert.equal(service.asked.length, 0);
  },

  'an id cannot reach another operation': async () => {
    const service = scripted({ 'GET /file/*': { '../login?': 'Not Found' } });
    const metadefender = await connect(service.options);
    await fails(metadefender.result('../login?'), 'not-found');
    assert.equal(service.asked[0]?.path, '/file/..%2Flogin%3F');
  },

  'an error is an Error with a name, a message and a code': async () => {
    const error = await fails(connect({ baseUrl: '' }), 'invalid-input');
    assert.instanceOf(error, MetaDefenderError);
    assert.equal(error.name, 'MetaDefenderError');
    assert.equal(String(error), `MetaDefenderError: ${error.message}`);
    assert.isString(error.stack);
    for (const absent of ['status', 'retryAfter', 'endpoint', 'dataId', 'batchId']) {
      assert.notProperty(error, absent);
    }
  },
};
