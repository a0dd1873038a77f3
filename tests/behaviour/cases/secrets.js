// Keys and passwords never appear in errors.
import { connect } from 'metadefender-wasm';
import { assert, fails, rejection } from '../expect.js';
import { scripted, status } from '../scripted.js';
import { textsOf } from '../texts-of.js';

/** @type {Record<string, (gateway: string) => Promise<unknown>>} */
export default {
  'no error contains a key or password': async () => {
    const echo = status(403, { err: 'key s3cret, user me, password hunter2 are wrong' });
    const service = scripted({ 'POST /login': echo, 'GET /file/rules': echo });
    const metadefender = await connect({ ...service.options, apiKey: 's3cret' });
    for (const call of [() => metadefender.login('me', 'hunter2'), () => metadefender.rules()]) {
      const error = await rejection(call());
      const everything = JSON.stringify([error.message, error.stack, { ...error }]);
      assert.notInclude(everything, 's3cret');
      if (error.endpoint === 'POST /login') assert.notInclude(everything, 'hunter2');
    }
  },

  'an invalid header is refused, and the error does not repeat it': async () => {
    const headers = { authorization: 'Bearer s3cret\nkey' };
    const error = await fails(
      connect({ baseUrl: 'http://service.test', headers }),
      'invalid-input',
    );
    assert.notInclude(JSON.stringify([error.message, `${error.cause}`]), 's3cret');
  },

  'the cause of an error contains no secret, whatever a custom fetch throws': async () => {
    /** Errors as wrappers of fetch throw them, with the request. @type {((url: string, init: RequestInit) => unknown)[]} */
    const throwing = [
      (url, { headers }) =>
        new Error(`${url} failed: ${JSON.stringify([...new Headers(headers)])}`),
      (_url, { headers }) =>
        Object.assign(new Error('failed'), { config: { headers: [...new Headers(headers)] } }),
      (url, init) => Object.assign(new Error('failed'), { request: new Request(url, { ...init }) }),
      (_url, { headers }) =>
        new TypeError('failed', { cause: new Error(`sent ${[...new Headers(headers)]}`) }),
      (_url, { headers }) => `sent ${[...new Headers(headers)]}`,
    ];
    for (const thrown of throwing) {
      const metadefender = await connect({
        baseUrl: 'http://service.test',
        apiKey: 's3cret-key',
        fetch: (url, init) => Promise.reject(thrown(`${url}`, /** @type {RequestInit} */ (init))),
        retry: { attempts: 1 },
      });
      const file = new Blob(['abc']);
      const error = await fails(
        metadefender.analyze(file, { archivePasswords: ['pässword'] }),
        'network',
      );
      assert.notInclude(textsOf(error), 's3cret-key', `${thrown}`);
      assert.notInclude(textsOf(error), 'p%C3%A4ssword', `${thrown}`);
      assert.isDefined(error.cause);
    }
  },

  'a cause without a secret is the thrown value itself': async () => {
    const reason = Object.assign(new TypeError('no route to host'), { code: 'EHOSTUNREACH' });
    const metadefender = await connect({
      baseUrl: 'http://service.test',
      apiKey: 's3cret-key',
      fetch: () => Promise.reject(reason),
      retry: { attempts: 1 },
    });
    assert.equal((await fails(metadefender.rules(), 'network')).cause, reason);
  },
};
