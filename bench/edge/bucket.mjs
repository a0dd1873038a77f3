// @ts-check
// A bucket for the Workers of the benchmark, in its own process: Miniflare's bucket runs in the process of the Worker, and takes
// more time and memory than the work that is measured. Objects are files. It prints its address and ends with its standard input.
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { pipeline } from 'node:stream/promises';

const folder = mkdtempSync(join(tmpdir(), 'metadefender-wasm-bench-bucket-'));
process.stdin.resume().once('end', () => {
  rmSync(folder, { recursive: true, force: true });
  process.exit();
});

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.destroy());
});

/** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
async function answer(request, response) {
  const path = join(folder, encodeURIComponent(request.url ?? ''));
  switch (request.method) {
    case 'PUT':
      await pipeline(request, createWriteStream(path));
      return response.end('stored');
    case 'GET': {
      const last = statSync(path).size - 1;
      const [start = 0, end = last] = (request.headers.range ?? '').match(/\d+/g) ?? [];
      response.setHeader('content-length', Number(end) + 1 - Number(start));
      return pipeline(createReadStream(path, { start: Number(start), end: Number(end) }), response);
    }
    default:
      rmSync(path, { force: true });
      return response.end();
  }
}

server.listen(0, '127.0.0.1', () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  console.log(`http://127.0.0.1:${port}`);
});
