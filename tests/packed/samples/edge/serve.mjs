// Serves the Worker of a sample in Node, Deno or Bun, as a user would: what its bindings are comes as JSON in CONFIG. It prints
// its address, and ends with its standard input.
import { join } from 'node:path';
import process from 'node:process';
import {
  folderBucket,
  folderQueue,
  memoryCache,
  memoryRateLimiter,
  nodePlatform,
} from 'metadefender-wasm/edge/node';

const { sample, bindings, folder, buckets, queues, ratelimits } = JSON.parse(process.env.CONFIG);
const { default: worker } = await import(sample);

const env = { ...bindings, PLATFORM: nodePlatform(), CACHE: memoryCache() };
for (const [name, bucket] of Object.entries(buckets)) {
  env[name] = folderBucket({ folder: join(folder, bucket) });
}
for (const [name, { simple }] of Object.entries(ratelimits)) env[name] = memoryRateLimiter(simple);
for (const name of queues) {
  env[name] = folderQueue({ folder: join(folder, 'queue') });
  env[name].consume(worker.queue, env);
}

/** Without a context: what a Worker leaves to `waitUntil` is done before the answer. @param {Request} request */
const handler = (request) => worker.fetch(request, env);

/** @param {number} port */
const announce = (port) => console.log(`listening on http://127.0.0.1:${port}/`);

const hostname = '127.0.0.1';
if (globalThis.Deno) {
  Deno.serve({ port: 0, hostname, onListen: ({ port }) => announce(port) }, handler);
} else if (globalThis.Bun) {
  announce(Bun.serve({ port: 0, hostname, fetch: handler, maxRequestBodySize: 1e12 }).port);
} else {
  const { serve } = await import('@hono/node-server');
  serve({ port: 0, hostname, fetch: handler }, ({ port }) => announce(port));
}

process.stdin.on('end', () => process.exit()).resume();
