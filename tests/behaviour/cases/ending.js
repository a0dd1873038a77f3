// How calls end that do not complete: aborts and stalls.
import { connect, digest } from 'metadefender-wasm';
import { assert, fails, rejection } from '../expect.js';
import { AT_ONCE, DATA_ID, finished, unfinished, unknownFile } from '../reports.js';
import { scripted, silence, status } from '../scripted.js';

const file = () => new File(['abc'], 'abc.txt');

/** ms; how long a call would wait if the abort did not end it. */
const LONG = 60_000;
/** Maximum time from an abort to the end of the call, ms; longer than a slow machine needs. */
const AT_MOST = LONG / 2;

/** @type {Record<string, () => Promise<unknown>>} */
export default {
  'a call with an already aborted signal sends nothing': async () => {
    const service = scripted({});
    const metadefender = await connect(service.options);
    const reason = new Error('changed my mind');
    const signal = AbortSignal.abort(reason);
    const calls = [
      metadefender.scan(file(), { signal }),
      metadefender.analyze(file(), { signal }),
      metadefender.result(DATA_ID, { signal }),
      metadefender.resultByHash('ab'.repeat(32), { signal }),
      metadefender.wait(DATA_ID, { signal }),
      metadefender.resume(DATA_ID, { signal }),
      metadefender.rules({ signal }),
      metadefender.cancel(DATA_ID, { signal }),
      metadefender.login('me', 'pw', { signal }),
      digest(file(), { signal }),
    ];
    for (const why of await Promise.all(calls.map(rejection))) assert.strictEqual(why, reason);
    assert.equal(service.asked.length, 0);
  },

  'an abort during the lookup, the upload and the polling ends the call and the request':
    async () => {
      const script = unknownFile(unfinished(50));
      for (const operation of ['GET /hash/*', 'POST /file', 'GET /file/*']) {
        const controller = new AbortController();
        /** @type {AbortSignal | null | undefined} */
        let request;
        /** @param {import('../scripted.js').Asked} asked */
        const hang = (asked) => {
          request = asked.signal;
          queueMicrotask(() => controller.abort('a string as reason'));
          return silence(asked);
        };
        const service = scripted({ ...script, [operation]: hang });
        const metadefender = await connect({ ...service.options, timeout: LONG });
        const began = performance.now();
        const reason = await rejection(metadefender.scan(file(), { signal: controller.signal }));
        assert.equal(reason, 'a string as reason', operation);
        assert.isTrue(request?.aborted, `${operation} goes on`);
        assert.isBelow(performance.now() - began, AT_MOST);
      }
    },

  'an abort between two polls ends the wait at once': async () => {
    const controller = new AbortController();
    const service = scripted({
      'GET /file/*': () => {
        setTimeout(() => controller.abort(), 5);
        return unfinished(50);
      },
    });
    const metadefender = await connect(service.options);
    const poll = { initialDelay: LONG, maxDelay: LONG };
    const began = performance.now();
    const reason = await rejection(metadefender.wait(DATA_ID, { signal: controller.signal, poll }));
    assert.equal(reason.name, 'AbortError');
    assert.isBelow(performance.now() - began, AT_MOST);
  },

  'an abort between two attempts ends the call at once': async () => {
    const controller = new AbortController();
    const service = scripted({
      'GET /file/rules': () => {
        setTimeout(() => controller.abort(), 5);
        return status(503, {}, { 'retry-after': '60' })();
      },
    });
    const options = { ...service.options, retry: { maxDelay: LONG } };
    const metadefender = await connect(options);
    const began = performance.now();
    const reason = await rejection(metadefender.rules({ signal: controller.signal }));
    assert.equal(reason.name, 'AbortError');
    assert.isBelow(performance.now() - began, AT_MOST);
  },

  'an abort ends the hashing, with every engine': async () => {
    const bytes = new Uint8Array(64 * 1024 * 1024);
    for (const source of [bytes, new Blob([bytes])]) {
      for (const engine of /** @type {const} */ ([undefined, 'wasm'])) {
        const controller = new AbortController();
        let loaded = 0;
        /** @param {import('metadefender-wasm').Progress} progress */
        const onProgress = (progress) => {
          loaded = progress.loaded;
          // Web Crypto in a worker hashes the whole file at once, before any timer fires.
          if (engine) setTimeout(() => controller.abort());
          else controller.abort();
        };
        const { signal } = controller;
        const reason = await rejection(digest(source, { signal, onProgress, engine }));
        assert.equal(reason.name, 'AbortError');
        assert.isBelow(loaded, bytes.length);
      }
    }
  },

  'an abort of the encoding ends the reading as well': async () => {
    const controller = new AbortController();
    let reads = 0;
    const size = 64 << 20;
    /** @type {UnderlyingDefaultSource} */
    const source = {
      pull(stream) {
        reads += 1;
        queueMicrotask(() => controller.abort('changed my mind'));
        stream.enqueue(new Uint8Array(1 << 20));
      },
    };
    const blob = Object.assign(Object.create(Blob.prototype), {
      slice() {},
      arrayBuffer() {},
      stream: () => new ReadableStream(source, { highWaterMark: 0 }),
    });
    Object.defineProperty(blob, 'size', { value: size });
    const metadefender = await connect(scripted({}).options);
    const { signal } = controller;
    const analysis = metadefender.analyze(blob, { contentEncoding: 'base64', signal });
    assert.equal(await rejection(analysis), 'changed my mind');
    // If the reading went on, it would continue in the next task.
    for (let turn = 0; turn < 5; turn += 1) await new Blob(['turn']).arrayBuffer();
    assert.equal(reads, 1);
  },

  'an abort during the analysis cancels it on the server, unless switched off': async () => {
    for (const cancelOnAbort of [undefined, false]) {
      const controller = new AbortController();
      const cancelled = withResolvers();
      const service = scripted({
        ...unknownFile(() => {
          controller.abort();
          return unfinished(50);
        }),
        'POST /file/*/cancel': () => {
          cancelled.resolve(undefined);
          return {};
        },
      });
      const metadefender = await connect(service.options);
      const { signal } = controller;
      await rejection(metadefender.scan(file(), { signal, cancelOnAbort, poll: AT_ONCE }));
      if (cancelOnAbort === undefined) await cancelled.promise;
      assert.equal(service.count('POST /file/*/cancel'), cancelOnAbort === undefined ? 1 : 0);
    }
  },

  'a call leaves no listener on its signal, however it ends': async () => {
    const controller = new AbortController();
    const { signal } = controller;
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (/** @type {[any, any]} */ ...listener) => {
      listeners += 1;
      add(...listener);
    };
    signal.removeEventListener = (/** @type {[any, any]} */ ...listener) => {
      listeners -= 1;
      remove(...listener);
    };
    const reports = [unfinished(10), finished('Allowed', 0)];
    for (const answers of [reports, status(500), silence]) {
      const metadefender = await connect(scripted(unknownFile(answers)).options);
      const scan = metadefender.scan(file(), { signal, poll: AT_ONCE });
      if (answers === silence) setTimeout(() => controller.abort(), 20);
      await scan.catch(() => {});
      assert.equal(listeners, 0);
    }
  },

  'a call reports no progress after it has settled': async () => {
    const controller = new AbortController();
    let settled = false;
    let late = 0;
    const service = scripted(unknownFile([unfinished(10), unfinished(20), silence]));
    const metadefender = await connect(service.options);
    const scan = metadefender.scan(file(), {
      signal: controller.signal,
      poll: AT_ONCE,
      onProgress: () => {
        if (settled) late += 1;
      },
    });
    setTimeout(() => controller.abort(), 50);
    await rejection(scan);
    settled = true;
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(late, 0);
  },

  'a listener that throws changes nothing': async () => {
    /** @type {unknown[]} */
    const reported = [];
    const original = globalThis.reportError;
    globalThis.reportError = (error) => reported.push(error);
    try {
      const { sha256 } = await digest(file(), {
        onProgress: () => {
          throw new Error('in the listener');
        },
      });
      assert.isString(sha256);
      assert.isNotEmpty(reported);
    } finally {
      globalThis.reportError = original;
    }
  },

  'a server that does not answer is a timeout': async () => {
    const service = scripted({ 'GET /file/rules': silence });
    const metadefender = await connect({
      ...service.options,
      timeout: 50,
      retry: { attempts: 1 },
    });
    const error = await fails(metadefender.rules(), 'timeout');
    assert.equal(error.endpoint, 'GET /file/rules');
  },

  'a response that stalls is a timeout, also after an upload without progress': async () => {
    const never = () => new Response(new ReadableStream({ pull: () => new Promise(() => {}) }));
    const service = scripted({ 'POST /file': never });
    const metadefender = await connect({
      ...service.options,
      timeout: 50,
      retry: { attempts: 1 },
    });
    // At the rate that is assumed for such an upload, this takes two minutes.
    const upload = new Blob([new Uint8Array(4 << 20)]);
    await fails(metadefender.analyze(upload), 'timeout');
  },

  'a short response of a stated length that stalls is a timeout': async () => {
    const stalling = new ReadableStream({ pull: () => new Promise(() => {}) });
    const headers = { 'content-length': '100' };
    const service = scripted({ 'GET /file/rules': () => new Response(stalling, { headers }) });
    const metadefender = await connect({
      ...service.options,
      timeout: 50,
      retry: { attempts: 1 },
    });
    await fails(metadefender.rules(), 'timeout');
  },

  'an encoded response that states a short length and has no end is refused': async () => {
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1 << 20).fill(32)),
    });
    const headers = { 'content-length': '100', 'content-encoding': 'gzip' };
    const service = scripted({ 'GET /file/rules': () => new Response(endless, { headers }) });
    const metadefender = await connect({ ...service.options, retry: { attempts: 1 } });
    await fails(metadefender.rules(), 'protocol');
  },

  'a response that trickles in is awaited, one that stalls is not': async () => {
    /** @param {number} chunks */
    const trickle = (chunks) => () => {
      const text = '[]'.padEnd(chunks);
      let sent = 0;
      return new Response(
        new ReadableStream({
          async pull(controller) {
            await new Promise((resolve) => setTimeout(resolve, 20));
            if (sent < chunks) controller.enqueue(new TextEncoder().encode(text[sent++]));
            else if (chunks > 5) controller.close();
            else await new Promise(() => {});
          },
        }),
      );
    };
    // Longer than a pause of a busy machine, and shorter than the whole response takes.
    const options = { timeout: 1000, retry: { attempts: 1 } };
    const patient = await connect({
      ...scripted({ 'GET /file/rules': trickle(60) }).options,
      ...options,
    });
    assert.deepEqual(await patient.rules(), []);
    const stalled = await connect({
      ...scripted({ 'GET /file/rules': trickle(1) }).options,
      ...options,
    });
    await fails(stalled.rules(), 'timeout');
  },
};

/** `Promise.withResolvers`, which Node 20 lacks. */
function withResolvers() {
  /** @type {(value: unknown) => void} */
  let resolve = () => {};
  const promise = new Promise((fulfil) => (resolve = fulfil));
  return { promise, resolve };
}
