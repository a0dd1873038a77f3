// Headers that a function returns for each request, such as fresh tokens.
import { connect } from 'metadefender-wasm';
import { assert, fails, rejection } from '../expect.js';
import { gatewayScan } from '../gateway-scan.js';
import { AT_ONCE, finished, unfinished, unknownFile } from '../reports.js';
import { broken, scripted, status } from '../scripted.js';
import { textsOf } from '../texts-of.js';

const file = () => new File(['abc'], 'abc.txt');

/** @type {Record<string, (gateway: string) => Promise<unknown>>} */
export default {
  'the function is called before each request, including retries': async () => {
    let tokens = 0;
    const next = () => ({ authorization: `Bearer token-${++tokens}` });
    for (const headers of [next, async () => next(), async () => new Headers(next())]) {
      tokens = 0;
      const service = scripted({
        ...unknownFile([unfinished(50), finished('Allowed', 0)]),
        'POST /file': [status(429), { data_id: finished('', 0).data_id }],
      });
      const metadefender = await connect({ ...service.options, headers });
      await metadefender.scan(file(), { poll: AT_ONCE });
      // The lookup, two attempts of the upload, two polls.
      assert.deepEqual(
        service.asked.map(({ headers }) => headers.get('authorization')),
        [1, 2, 3, 4, 5].map((number) => `Bearer token-${number}`),
      );
    }
  },

  'its headers are sent by every transport': async (gateway) => {
    const record = await gatewayScan(gateway);
    const headers = () => Promise.resolve(record.headers);
    const metadefender = await connect({ baseUrl: gateway, headers });
    const text = `harmless ${Math.random().toString(36)}`;
    const { dataId } = await metadefender.scan(new Blob([text]), { poll: AT_ONCE });
    const download = await metadefender.download(dataId).catch((error) => error);
    await download.body?.cancel();
    assert.equal(await record.count('POST /file'), 1);
    assert.isAtLeast(await record.count(`GET /file/${dataId}`), 1);
    assert.equal(await record.count(`GET /file/download/${dataId}`), 1);
  },

  'it cannot replace the client’s own headers, and undefined adds no header': async () => {
    const service = scripted({ 'GET /file/rules': () => [] });
    const headers = () => ({ apikey: 'theirs', 'x-more': 'more' });
    await (await connect({ ...service.options, apiKey: 'the-key', headers })).rules();
    assert.equal(service.asked[0]?.headers.get('apikey'), 'the-key');
    assert.equal(service.asked[0]?.headers.get('x-more'), 'more');
    await (await connect({ ...service.options, headers: () => undefined })).rules();
    assert.equal(service.count('GET /file/rules'), 2);
  },

  'a failing function or an invalid header ends the call, and nothing is sent': async () => {
    const reason = new Error('the session is over');
    /** @type {[() => any, unknown][]} */
    const functions = [
      [
        () => {
          throw reason;
        },
        reason,
      ],
      [() => Promise.reject(reason), reason],
      // eslint-disable-next-line unicorn/no-thenable
      [
        () => ({ then: (/** @type {any} */ _, /** @type {any} */ reject) => reject(reason) }),
        reason,
      ],
      [() => Promise.reject(undefined), undefined],
      [() => 42, undefined],
      [() => ({ 'no name': 'value' }), undefined],
      [async () => ({ authorization: 's3cret\nkey' }), undefined],
    ];
    for (const [headers, cause] of functions) {
      const service = scripted({});
      const metadefender = await connect({ ...service.options, headers });
      for (const call of [
        () => metadefender.scan(file()),
        () => metadefender.analyze(file()),
        () => metadefender.rules(),
        () => metadefender.download('one'),
      ]) {
        const error = await fails(call(), 'invalid-input');
        assert.include(error.message, 'headers');
        assert.strictEqual(error.cause, cause);
        assert.notInclude(textsOf(error), 's3cret');
      }
      assert.equal(service.asked.length, 0);
    }
  },

  'a function that never settles is a timeout, and an abort ends the wait at once': async () => {
    const service = scripted({});
    const options = { ...service.options, headers: () => new Promise(() => {}), timeout: 50 };
    const metadefender = await connect({ ...options, retry: { attempts: 1 } });
    const error = await fails(metadefender.rules(), 'timeout');
    assert.include(error.message, 'headers');
    const controller = new AbortController();
    const patient = await connect({ ...options, timeout: 60_000 });
    const scan = patient.scan(file(), { signal: controller.signal });
    setTimeout(() => controller.abort('changed my mind'), 10);
    assert.equal(await rejection(scan), 'changed my mind');
    assert.equal(service.asked.length, 0);
  },

  'a 401 is not retried: the next call asks the function again': async () => {
    let token = 'stale';
    const service = scripted({
      'GET /file/rules': (/** @type {import('../scripted.js').Asked} */ { headers }) =>
        headers.get('authorization') === 'fresh' ? [] : status(401)(),
    });
    const headers = () => ({ authorization: token });
    const metadefender = await connect({ ...service.options, headers });
    await fails(metadefender.rules(), 'unauthorized');
    assert.equal(service.asked.length, 1);
    token = 'fresh';
    assert.deepEqual(await metadefender.rules(), []);
  },

  'no error contains a token, current or earlier, nor does its cause': async () => {
    const tokens = ['first-t0ken', 'second-t0ken', 'third-t0ken', 'fourth-t0ken'];
    let asked = 0;
    const headers = async () => ({ authorization: `Bearer ${tokens[asked++]}` });
    const service = scripted({
      'GET /file/rules': [
        () => [],
        status(403, { err: `Bearer first-t0ken is over, second-t0ken is wrong` }),
        () => {
          throw new Error('failed', { cause: { headers: [`Bearer ${tokens.join(' ')}`] } });
        },
        broken,
      ],
    });
    const metadefender = await connect({ ...service.options, headers, retry: { attempts: 1 } });
    await metadefender.rules();
    const forbidden = await fails(metadefender.rules(), 'forbidden');
    assert.include(forbidden.message, '[redacted] is over');
    const network = await fails(metadefender.rules(), 'network');
    assert.isDefined(network.cause);
    for (const error of [forbidden, network]) {
      assert.notInclude(textsOf(error), 'first-t0ken');
      assert.notInclude(textsOf(error), 'second-t0ken');
    }
    assert.notInclude(textsOf(network), 'third-t0ken');
  },

  'the cause of a failing function contains no earlier token': async () => {
    let asked = 0;
    const headers = async () => {
      if (asked++ === 0) return { authorization: 'Bearer first-t0ken' };
      throw new Error('could not renew first-t0ken');
    };
    const service = scripted({ 'GET /file/rules': () => [] });
    const metadefender = await connect({ ...service.options, headers });
    await metadefender.rules();
    const error = await fails(metadefender.rules(), 'invalid-input');
    assert.notInclude(textsOf(error), 'first-t0ken');
    assert.include(`${error.cause}`, 'could not renew [redacted]');
  },
};
