// @ts-check
// Bodies larger than the memory limit of a handler are buffered in a folder.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { Readable } from 'node:stream';
import { describe, test } from 'node:test';
import { startEdgeServer } from '../support/edge-server.mjs';
import { startMetaDefender } from '../support/scripted-metadefender.mjs';
import { keeper, SECRET, serve } from '../support/screening.mjs';

const MB = 1_000_000;
const SIZE = 200 * MB;
/**
 * Above what it takes at rest, bytes: well under what is sent, and well over what a run takes (25 to 55 MiB, 80 in Deno, which reads
 * ahead of its handlers), as the engine frees the buffers of network and disk when it likes.
 */
const MOST_MEMORY = { node: 96 << 20, deno: 128 << 20, bun: 96 << 20 };
const FORM = [
  '--b\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n\r\n',
  '\r\n--b--\r\n',
];

const kept = keeper();

for (const runtime of /** @type {const} */ (['node', 'deno', 'bun'])) {
  describe(`in ${runtime}, 200 MB are held in a folder`, () => {
    for (const [what, type, [head = '', tail = '']] of /** @type {const} */ ([
      ['a raw body', 'application/octet-stream', ['', '']],
      ['a form', 'multipart/form-data; boundary=b', FORM],
    ])) {
      // Each way through the handler in Node, the longest one in the other runtimes.
      for (const isLengthStated of runtime === 'node' ? [true, false] : [false]) {
        test(`${what}${isLengthStated ? '' : ' of unknown length'}`, async () => {
          const service = kept(await startMetaDefender());
          let arrived = 0;
          const origin = kept(
            await serve(
              createServer(async (incoming, response) => {
                for await (const chunk of incoming) arrived += chunk.length;
                response.end(incoming.headers['x-metadefender-verdict']);
              }),
            ),
          );
          const server = kept(
            await startEdgeServer(runtime, 'edge/screen.js', {
              bindings: {
                GATEWAY: service.address,
                ORIGIN: origin.address,
                SECRET,
                OPTIONS: { maxSize: 1000 * MB },
              },
              r2Buckets: ['HOLDING'],
            }),
          );
          /** @param {number} content */
          const send = async (content) => {
            const size = head.length + content + tail.length;
            const headers = {
              'content-type': type,
              ...(isLengthStated ? { 'content-length': size } : { 'transfer-encoding': 'chunked' }),
            };
            const sending = request(server.address, { method: 'POST', headers, agent: false });
            const chunk = Buffer.alloc(MB, Math.random().toString(36));
            const chunks = [Buffer.from(head), ...Array(content / MB).fill(chunk)];
            Readable.from([...chunks, Buffer.from(tail)]).pipe(sending);
            const [response] = await once(sending, 'response');
            assert.equal(String(Buffer.concat(await response.toArray())), 'allowed');
            assert.equal(arrived, size);
            assert.deepEqual(service.uploads, [content]);
          };
          // Warm-up, so that compiled code does not count.
          await send(MB);
          [arrived, service.uploads.length] = [0, 0];
          const idle = memoryOf(server.pid);
          let most = idle;
          const watch = setInterval(() => (most = Math.max(most, memoryOf(server.pid))), 10);
          await send(SIZE).finally(() => clearInterval(watch));
          const used = ((most - idle) / 2 ** 20).toFixed(1);
          console.log(`  ${what}: ${used} MiB more than ${Math.round(idle / 2 ** 20)} at rest`);
          assert(most - idle < MOST_MEMORY[runtime], `${used} MiB`);
        });
      }
    }
  });
}

/** Bytes. @param {number} pid */
function memoryOf(pid) {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}
