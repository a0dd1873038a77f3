// @ts-check
// Workers have 128 MB for all that they do (Workers, Platform limits, "Memory"). Larger bodies are streamed.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { describe, test } from 'node:test';
import { startRemoteBucket } from '../support/remote-bucket.mjs';
import { startMetaDefender } from '../support/scripted-metadefender.mjs';
import { keeper, serve, startScreening } from '../support/screening.mjs';
import { workerd } from '../support/workerd-process.mjs';

const MB = 1_000_000;
const LIMIT = 128 * MB;

const kept = keeper();

describe('uploads larger than the memory of a Worker pass through it', () => {
  const form = /** @type {const} */ ([
    'multipart/form-data; boundary=b',
    '--b\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n\r\n',
    '\r\n--b--\r\n',
  ]);
  for (const [what, isLengthStated, type, head, tail] of /** @type {const} */ ([
    ['a raw body', true, 'application/octet-stream', '', ''],
    ['a form', true, ...form],
    ['a raw body that does not state its length', false, 'application/octet-stream', '', ''],
    ['a form that does not state its length', false, ...form],
  ])) {
    // The largest body that Cloudflare accepts. It takes long, so once for each way through.
    const content = isLengthStated ? 500 * MB : 250 * MB;
    test(`${what}, of ${content / MB} MB`, async () => {
      const service = kept(await startMetaDefender());
      const bucket = kept(await startRemoteBucket());
      let arrived = 0;
      const origin = kept(
        await serve(
          createServer(async (request, response) => {
            for await (const chunk of request) arrived += chunk.length;
            response.end(request.headers['x-metadefender-verdict']);
          }),
        ),
      );
      const worker = kept(
        await startScreening({
          gateway: service.address,
          origin: origin.address,
          // A body without a length needs a call for each part of 8 MiB.
          options: { maxSize: 1000 * MB, subrequests: 1000 },
          // Miniflare's own bucket keeps a part of its content in the memory of the Worker's process.
          bindings: { REMOTE: bucket.address },
        }),
      );
      await fetch(worker.address, { method: 'POST', body: 'warms up' });
      [arrived, service.uploads.length] = [0, 0];

      const process = workerd();
      const idle = process.memory();
      let most = 0;
      const watch = setInterval(() => (most = Math.max(most, process.memory())), 20);
      try {
        const size = head.length + content + tail.length;
        const headers = {
          'content-type': type,
          ...(isLengthStated ? { 'content-length': size } : { 'transfer-encoding': 'chunked' }),
        };
        const sending = request(worker.address, { method: 'POST', headers });
        const answered = once(sending, 'response');
        const chunk = Buffer.alloc(MB, Math.random().toString(36));
        if (head) sending.write(head);
        for (let sent = 0; sent < content; sent += MB) {
          if (!sending.write(chunk)) await once(sending, 'drain');
        }
        sending.end(tail);
        const [response] = await answered;
        assert.equal(String(Buffer.concat(await response.toArray())), 'allowed');
        assert.equal(arrived, size);
        assert.deepEqual(service.uploads, [content]);
      } finally {
        clearInterval(watch);
      }
      const used = Math.round((most - idle) / MB);
      console.log(`  ${what}: ${used} MB more than ${Math.round(idle / MB)} MB at rest`);
      assert(most - idle < LIMIT, `${used} MB`);
    });
  }
});
