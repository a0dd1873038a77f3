// @ts-check
// An aborted call leaves nothing behind in the process.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { connect } from 'metadefender-wasm';
import { rejection } from '../behaviour/expect.js';
import { DATA_ID, unfinished, unknownHash } from '../behaviour/reports.js';
import { scripted, silence } from '../behaviour/scripted.js';

/** ms between two polls. */
const LONG = 60_000;
/** Maximum time from an abort to the end of the call, ms; longer than a slow machine needs. */
const AT_MOST = LONG / 2;

/** The timers of this process. */
const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

/** A service that responds until `stage`, where it calls back instead. */
async function serviceUntil(
  /** @type {string} */ stage,
  /** @type {(request: import('node:http').IncomingMessage) => void} */ reached,
) {
  const server = createServer((request, response) => {
    const { method, url = '' } = request;
    const kind = method === 'POST' ? 'upload' : url.startsWith('/hash') ? 'lookup' : 'wait';
    if (url.endsWith('/cancel')) return response.end('{}');
    if (kind === stage) return reached(request);
    request.resume();
    const answers = { lookup: unknownHash({ path: url }), upload: { data_id: DATA_ID } };
    response.end(JSON.stringify(kind === 'wait' ? unfinished(10) : answers[kind]));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { server, baseUrl: `http://127.0.0.1:${port}` };
}

for (const stage of ['hash', 'lookup', 'upload', 'wait', 'between questions']) {
  test(`an abort in: ${stage}`, async () => {
    const controller = new AbortController();
    let abortedAt = 0;
    const abort = () => {
      abortedAt = performance.now();
      controller.abort();
    };
    /** @type {Promise<unknown>} */
    let closed = Promise.resolve();
    const { server, baseUrl } = await serviceUntil(stage, (request) => {
      closed = new Promise((resolve) => request.socket.once('close', resolve));
      abort();
    });
    try {
      const metadefender = await connect({ baseUrl });
      const before = timers();
      const bytes = new Uint8Array(stage === 'hash' ? 256 * 1024 * 1024 : 1024);
      let hashed = 0;
      const scan = metadefender.scan(new Blob([bytes]), {
        signal: controller.signal,
        cancelOnAbort: false,
        poll: { initialDelay: LONG, maxDelay: LONG },
        onProgress({ phase, loaded }) {
          if (phase === 'hash') hashed = loaded;
          if (stage === 'hash' && phase === 'hash' && loaded > 0) abort();
          if (stage === 'between questions' && phase === 'scan') setTimeout(abort, 20);
        },
      });
      const reason = await rejection(scan);
      const took = performance.now() - abortedAt;
      assert.equal(reason.name, 'AbortError');
      assert.ok(took < AT_MOST, `it took ${took} ms`);
      assert.equal(hashed < bytes.length, stage === 'hash');
      await closed;
      assert.equal(timers(), before);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
}

test('many calls can share one signal without a warning of Node about listeners', async () => {
  const warnings = /** @type {Error[]} */ ([]);
  const onWarning = (/** @type {Error} */ warning) => warnings.push(warning);
  process.on('warning', onWarning);
  const controller = new AbortController();
  const { options } = scripted({ 'GET /hash/*': silence });
  const metadefender = await connect(options);
  const calls = Array.from({ length: 30 }, (_, index) =>
    rejection(metadefender.scan(new Blob([`${index}`]), { signal: controller.signal })),
  );
  await new Promise((resolve) => setImmediate(resolve));
  controller.abort();
  await Promise.all(calls);
  // Warnings are emitted in a turn of their own.
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', onWarning);
  assert.deepEqual(warnings, []);
});
