// @ts-check
// With any value of any type from the host, the server or the user, every call settles with a value, a
// MetaDefenderError or the signal's own reason. Neither our code nor that of a dependency may panic: a trap would
// leave the promise pending forever.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { assess, connect, createHasher, digest, MetaDefenderError } from 'metadefender-wasm';
import { AT_ONCE, DATA_ID } from '../behaviour/reports.js';

const HASH = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const { fetch } = globalThis;
after(() => {
  globalThis.fetch = fetch;
});

const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const thrower = () =>
  new Proxy(
    {},
    {
      get() {
        throw new Error('not today');
      },
    },
  );

/** Values of every type. @type {Record<string, () => any>} */
const ODDITIES = {
  undefined: () => undefined,
  null: () => null,
  true: () => true,
  zero: () => 0,
  'not a number': () => NaN,
  'a bigint': () => 10n,
  'a symbol': () => Symbol('odd'),
  'an empty string': () => '',
  'a string': () => 'odd',
  'a lone surrogate': () => '\ud800',
  'an object': () => ({}),
  'an object without a prototype': () => Object.create(null),
  'an array': () => [[]],
  'a function': () => () => {},
  'a date': () => new Date(NaN),
  'an error of another realm': () => runInNewContext('new TypeError("another realm")'),
  'a response-like object': () => ({ status: 200, ok: true, json: async () => ({}) }),
  'a revoked proxy': revoked,
  'an object whose properties throw': thrower,
  'a DOMException': () => new DOMException('odd', 'AbortError'),
};

const file = () => new Blob(['abc']);
const quick = { timeout: 5, poll: AT_ONCE };

/** Every call. @type {Record<string, (client: import('metadefender-wasm').MetaDefender, options?: any) => any>} */
const CALLS = {
  scan: (client, options) => client.scan(file(), { ...quick, ...options }),
  scanBatch: (client, options) => client.scanBatch([file()], { ...quick, ...options }),
  analyze: (client, options) => client.analyze(file(), options),
  result: (client, options) => client.result(DATA_ID, options),
  resultByHash: (client, options) => client.resultByHash(HASH, options),
  wait: (client, options) => client.wait(DATA_ID, { ...quick, ...options }),
  resume: (client, options) => client.resume(DATA_ID, { ...quick, ...options }),
  rules: (client, options) => client.rules(options),
  cancel: (client, options) => client.cancel(DATA_ID, options),
  login: (client, options) => client.login('me', 'pw', options),
  logout: (client, options) => client.logout(options),
  createBatch: (client, options) => client.createBatch(options),
  downloadSanitized: (client, options) => client.downloadSanitized(DATA_ID, options),
  download: (client, options) => client.download(DATA_ID, options),
  'batch.status': (client, options) => client.batch('b').status(options),
  'batch.close': (client, options) => client.batch('b').close({ ...quick, ...options }),
  'batch.wait': (client, options) => client.batch('b').wait({ ...quick, ...options }),
  'batch.certificate': (client, options) => client.batch('b').certificate(options),
  'batch.cancel': (client, options) => client.batch('b').cancel(options),
  'batch.files': async (client, options) => {
    for await (const _ of client.batch('b').files(options)) break;
  },
  extractedFiles: async (client, options) => {
    for await (const _ of client.extractedFiles(DATA_ID, options)) break;
  },
};

/** ms; much longer than a call that waits for nothing takes on any machine. */
const HANGS = 60_000;

/**
 * What a call comes to; fails where it does not settle, or rejects with something that is none of ours.
 * @param {() => unknown} call
 * @param {string} what
 * @param {unknown[]} [reasons] with which it may reject as well
 */
async function settles(call, what, reasons = []) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const hanging = new Promise((_, reject) => {
    timer = setTimeout(
      () => reject(new assert.AssertionError({ message: `${what} hangs` })),
      HANGS,
    );
  });
  try {
    await Promise.race([(async () => call())(), hanging]);
  } catch (cause) {
    if (cause instanceof assert.AssertionError) throw cause;
    if (reasons.some((reason) => Object.is(reason, cause))) return;
    assert.ok(cause instanceof MetaDefenderError, `${what} rejects with ${describe(cause)}`);
  } finally {
    clearTimeout(timer);
  }
}

/** @param {unknown} value */
function describe(value) {
  try {
    return String(/** @type {any} */ (value)?.stack ?? value);
  } catch {
    return typeof value;
  }
}

const connection = (/** @type {any} */ more = {}) =>
  connect({ baseUrl: 'http://service.test', retry: { attempts: 1 }, ...more });

/** The module still works. */
async function isAlive() {
  globalThis.fetch = async () => Response.json([{ name: 'a rule' }]);
  assert.deepEqual(await (await connection()).rules(), [{ name: 'a rule' }]);
  assert.deepEqual(await digest(file()), { sha256: HASH });
  globalThis.fetch = fetch;
}

/** How a fetch may misbehave. @type {Record<string, (odd: any) => any>} */
const FETCHES = {
  rejects: (odd) => async () => {
    throw odd;
  },
  throws: (odd) => () => {
    throw odd;
  },
  answers: (odd) => async () => odd,
  'answers at once': (odd) => () => odd,
  'answers a body that fails': (odd) => async () =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.error(odd);
        },
      }),
    ),
  'answers a body of odd chunks': (odd) => async () =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(odd);
          controller.close();
        },
      }),
    ),
};

for (const [way, fetchOf] of Object.entries(FETCHES)) {
  test(`a fetch that ${way} with a value of any type`, async () => {
    for (const [name, odd] of Object.entries(ODDITIES)) {
      for (const [call, make] of Object.entries(CALLS)) {
        const what = `${call}, where fetch ${way}: ${name}`;
        const own = await connection({ fetch: fetchOf(odd()) });
        await settles(() => make(own), `${what} (the user's)`);
        globalThis.fetch = fetchOf(odd());
        const client = await connection();
        await settles(() => make(client), `${what} (the runtime's)`);
      }
    }
    await isAlive();
  });
}

test('an abort with a reason of any type, before and during a call', async () => {
  for (const [name, odd] of Object.entries(ODDITIES)) {
    for (const [call, make] of Object.entries(CALLS)) {
      for (const isEarly of [true, false]) {
        const controller = new AbortController();
        const { signal } = controller;
        const abort = () => controller.abort(odd());
        /** @param {any} input @param {any} init */
        const hanging = (input, init) =>
          new Promise((_, reject) => {
            const own = init?.signal ?? input.signal;
            own.addEventListener('abort', () => reject(own.reason), { once: true });
            queueMicrotask(abort);
          });
        for (const isOwn of [true, false]) {
          globalThis.fetch = hanging;
          if (isEarly) abort();
          const client = await connection(isOwn ? { fetch: hanging } : {});
          const what = `${call}, aborted with ${name}`;
          await settles(
            () =>
              make(client, { signal }).catch((/** @type {unknown} */ cause) => {
                assert.ok(signal.aborted, what);
                assert.ok(Object.is(cause, signal.reason), `${what}: ${describe(cause)}`);
              }),
            what,
          );
        }
      }
    }
  }
  await isAlive();
});

test('response headers with any text', async () => {
  for (const value of [
    '',
    ' ',
    '1e999',
    '-1',
    '99999999999999999999',
    'Wed, 99 Foo',
    '\u00ff',
    '12sss',
  ]) {
    for (const header of [
      'retry-after',
      'x-ratelimit-reset-in',
      'content-type',
      'content-length',
    ]) {
      globalThis.fetch = async () =>
        new Response('{}', { status: 503, headers: { [header]: value } });
      const client = await connection();
      for (const [call, make] of Object.entries(CALLS)) {
        await settles(() => make(client), `${call}, ${header}: ${JSON.stringify(value)}`);
      }
    }
  }
  await isAlive();
});

test('options of any type, each alone and all together', async () => {
  // A 404 ends every call, whatever its timeout.
  globalThis.fetch = async () => Response.json({}, { status: 404 });
  const names = [
    ...[
      'signal',
      'onProgress',
      'filename',
      'rule',
      'archivePasswords',
      'metadata',
      'enginesMetadata',
    ],
    ...[
      'globalTimeout',
      'contentEncoding',
      'contentLength',
      'sampleSharing',
      'privateProcessing',
      'lookup',
    ],
    ...[
      'hash',
      'digests',
      'upload',
      'poll',
      'timeout',
      'cancelOnAbort',
      'concurrency',
      'name',
      'first',
      'size',
    ],
    ...[
      'fileMetadata',
      'pageSize',
      'includeVulnerabilities',
      'selfOnly',
      'timeRange',
      'includeInProgress',
    ],
  ];
  // Together they take every option.
  const TAKERS = [
    'scanBatch',
    'resultByHash',
    'batch.status',
    'batch.files',
    'batch.certificate',
    'createBatch',
  ];
  const client = await connection();
  for (const [name, odd] of Object.entries(ODDITIES)) {
    for (const call of TAKERS) {
      for (const option of names) {
        await settles(
          () => CALLS[call]?.(client, { [option]: odd() }),
          `${call}, ${option}: ${name}`,
        );
      }
    }
    for (const option of [
      'baseUrl',
      'api',
      'apiKey',
      'userAgent',
      'headers',
      'fetch',
      'retry',
      'timeout',
    ]) {
      await settles(() => connection({ [option]: odd() }), `connect, ${option}: ${name}`);
    }
    await settles(() => connect(odd()), `connect: ${name}`);
    await settles(() => digest(file(), odd()), `digest: ${name}`);
    await settles(() => digest(file(), { algorithms: odd(), engine: odd() }), `digest: ${name}`);
    await settles(() => createHasher(odd()), `createHasher: ${name}`);
    await settles(() => assess(odd(), odd()), `assess: ${name}`);
    await settles(() => client.rules(odd()), `rules: ${name}`);
    await settles(() => client.scan(file(), odd()), `scan: ${name}`);
  }
  await isAlive();
});

test('arguments of any type', async () => {
  globalThis.fetch = async () => Response.json({});
  const client = /** @type {any} */ (await connection());
  for (const [name, odd] of Object.entries(ODDITIES)) {
    for (const call of [
      'scan',
      'scanBatch',
      'analyze',
      'result',
      'resultByHash',
      'resultsByHash',
      'wait',
    ]) {
      await settles(() => client[call](odd()), `${call}: ${name}`);
      await settles(() => client[call]([odd()]), `${call}, in an array: ${name}`);
    }
    for (const call of [
      'resume',
      'cancel',
      'download',
      'downloadSanitized',
      'extractedFiles',
      'batch',
    ]) {
      await settles(() => client[call](odd()), `${call}: ${name}`);
    }
    await settles(() => client.login(odd(), odd()), `login: ${name}`);
    await settles(() => digest(odd()), `digest: ${name}`);
    const hasher = await createHasher();
    await settles(() => hasher.update(odd()), `update: ${name}`);
  }
  await isAlive();
});

test('invalid addresses are reported by connect', async () => {
  for (const baseUrl of ['http://[', 'http://host:99999', 'https://a b', 'http://%', '/scan']) {
    await assert.rejects(connect({ baseUrl }), (/** @type {any} */ error) => {
      assert.equal(error.code, 'invalid-input');
      assert.match(error.message, /baseUrl/);
      return true;
    });
  }
});
