// @ts-check
// A server closes the connection if a body is left unread, and a client that is still sending never sees why it is refused. So
// the handlers read the rest.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { before, describe, test } from 'node:test';
import { EICAR } from '../../behaviour/reports.js';
import { startEdgeServer } from '../support/edge-server.mjs';
import { startService } from '../support/proxy.mjs';
import { startMetaDefender } from '../support/scripted-metadefender.mjs';
import { keeper, SECRET, startOrigin } from '../support/screening.mjs';

const MB = 1_000_000;
const kept = keeper();

/**
 * Sends a body like clients that do not read before its end, and returns what they then receive.
 * @param {string} address
 * @param {import('node:http').OutgoingHttpHeaders} headers
 * @param {number} megabytes
 * @param {string | Buffer} [head]
 */
async function send(address, headers, megabytes, head = '') {
  const sending = request(address, { method: 'POST', headers, agent: false });
  const answered = once(sending, 'response');
  answered.catch(() => {});
  const chunk = Buffer.alloc(MB, 'x');
  Readable.from([Buffer.from(head), ...Array(megabytes).fill(chunk)]).pipe(sending);
  const [response] = await answered;
  return { status: response.statusCode, text: String(Buffer.concat(await response.toArray())) };
}

for (const runtime of /** @type {const} */ (['node', 'deno', 'bun'])) {
  describe(`a client that is still sending its body learns in ${runtime}`, () => {
    /** @type {string} */
    let screen;
    /** @type {string} */
    let proxy;
    before(async () => {
      const service = kept(await startMetaDefender());
      const origin = kept(await startOrigin());
      const bindings = { GATEWAY: service.address, ORIGIN: origin.address, SECRET };
      const limits = { maxSize: 10 * MB, maxFiles: 1 };
      screen = kept(
        await startEdgeServer(runtime, 'edge/screen.js', {
          bindings: { ...bindings, OPTIONS: limits },
          r2Buckets: ['HOLDING'],
        }),
      ).address;
      // Refuses an upload before reading it.
      const hasty = kept(
        await startService({
          'at POST /file': (
            /** @type {unknown} */ _asked,
            /** @type {import('node:http').ServerResponse} */ response,
            /** @type {import('node:http').IncomingMessage} */ request,
          ) => {
            response.writeHead(400).end('{"err":"no file is wanted"}');
            request.resume();
          },
        }),
      );
      proxy = kept(
        await startEdgeServer(runtime, 'edge/proxy.js', {
          bindings: { ...bindings, GATEWAY: hasty.address, OPTIONS: { maxSize: 10 * MB } },
        }),
      ).address;
    });

    test('that it is too large, by the stated length', async () => {
      const { status, text } = await send(screen, { 'content-length': 100 * MB }, 100);
      assert.equal(status, 413);
      assert.match(text, /too-large/);
    });

    test('that it is too large, by what comes', async () => {
      const { status, text } = await send(screen, { 'transfer-encoding': 'chunked' }, 100);
      assert.equal(status, 413);
      assert.match(text, /too-large/);
    });

    test('that its type is not screened', async () => {
      const headers = { 'content-type': 'multipart/mixed; boundary=b', 'content-length': 5 * MB };
      assert.equal((await send(screen, headers, 5)).status, 415);
    });

    test('that its form is malformed, or has too many files', async () => {
      const headers = {
        'content-type': 'multipart/form-data; boundary=b',
        'transfer-encoding': 'chunked',
      };
      assert.equal((await send(screen, headers, 9, 'no form at all')).status, 400);
      const part = `--b\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\n${EICAR}\r\n`;
      assert.equal((await send(screen, headers, 9, part + part)).status, 413);
    });

    test('that a page may not send that much', async () => {
      const { status, text } = await send(`${proxy}scan/file`, { 'content-length': 50 * MB }, 50);
      assert.equal(status, 413);
      assert.match(text, /over the limit/);
    });

    test('that MetaDefender refuses it', async () => {
      const { status, text } = await send(`${proxy}scan/file`, { 'content-length': 10 * MB }, 10);
      assert.equal(status, 400);
      assert.match(text, /no file is wanted/);
    });

    test('that a page must state the length', async () => {
      const headers = { 'transfer-encoding': 'chunked' };
      assert.equal((await send(`${proxy}scan/file`, headers, 50)).status, 411);
    });
  });
}
