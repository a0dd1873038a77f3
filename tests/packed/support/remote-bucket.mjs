// @ts-check
import { mkdtempSync } from 'node:fs';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { serve } from './screening.mjs';

/** What samples/edge/screen-bucket.js talks to: objects are files, and its calls are counted. */
export async function startRemoteBucket() {
  const folder = mkdtempSync(join(tmpdir(), 'metadefender-wasm-bucket-'));
  /** @type {Map<string, { file: string, size: number }>} */
  const objects = new Map();
  /** What it was asked. @type {string[]} */
  const asked = [];
  const server = createServer(async (request, response) => {
    const { method, url = '', headers } = request;
    asked.push(`${method} ${url}`);
    try {
      const [key = '', query] = url.split('?');
      if (method === 'POST') {
        // Completes what was sent in parts.
        const file = join(folder, String(asked.length));
        let size = 0;
        for (let number = 1; number <= Number(query?.replace('parts=', '')); number++) {
          const part = objects.get(`${key}?part=${number}`);
          if (!part) return void response.writeHead(400).end();
          await pipeline(createReadStream(part.file), createWriteStream(file, { flags: 'a' }));
          objects.delete(`${key}?part=${number}`);
          size += part.size;
        }
        objects.set(key, { file, size });
        response.end(String(asked.length));
      } else if (method === 'PUT') {
        const file = join(folder, String(asked.length));
        await pipeline(request, createWriteStream(file));
        objects.set(url, { file, size: Number(headers['content-length']) });
        response.end(String(asked.length));
      } else if (method === 'GET') {
        const object = objects.get(url);
        if (!object) return void response.writeHead(404).end();
        const [start = 0, end = object.size - 1] = (headers.range ?? '').match(/\d+/g) ?? [];
        const range = { start: Number(start), end: Number(end) };
        response.setHeader('content-length', range.end + 1 - range.start);
        await pipeline(createReadStream(object.file, range), response);
      } else {
        objects.delete(url);
        response.end();
      }
    } catch {
      response.destroy();
    }
  });
  const { address, stop } = await serve(server);
  return {
    address,
    asked,
    objects,
    async stop() {
      await stop();
      await rm(folder, { recursive: true });
    },
  };
}
