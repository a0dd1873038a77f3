// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { platformProgram } from '../../../scripts/setup/platform-program.mjs';
import { CONSUMER, inConsumer } from './consumer.mjs';

/** @typedef {'node' | 'deno' | 'bun'} ServerRuntime */

/** The handlers need the net, a folder, and what they are told. @type {Record<ServerRuntime, (folder: string) => string[]>} */
const COMMANDS = {
  node: () => [process.execPath],
  deno: (folder) => [
    platformProgram(CONSUMER, '@deno', 'deno'),
    ...['run', '--no-prompt', '--allow-net=127.0.0.1', '--allow-env'],
    // A sample is imported by a path that Deno cannot know before.
    ...[`--allow-read=${folder},${CONSUMER}`, `--allow-write=${folder}`],
  ],
  bun: () => [platformProgram(CONSUMER, '@oven', 'bin/bun')],
};

/**
 * The program of a runtime, with the permissions that its scripts need.
 * @param {ServerRuntime} runtime
 * @param {string} folder that they may use
 */
export const runtimeCommand = (runtime, folder) => COMMANDS[runtime](folder);

/**
 * Serves a sample as `startWorker` does, in another runtime: buckets and queues are folders.
 * @param {ServerRuntime} runtime
 * @param {string} sample its path in samples/
 * @param {Record<string, any>} [options] of Miniflare
 */
export async function startEdgeServer(runtime, sample, options = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'metadefender-wasm-server-'));
  const { bindings = {}, r2Buckets = [], queueProducers = {}, ratelimits = {} } = options;
  const { handleRuntimeStdio } = options;
  /** @type {Record<string, string>} */
  const buckets = Array.isArray(r2Buckets)
    ? Object.fromEntries(r2Buckets.map((name) => [name, name]))
    : r2Buckets;
  const config = {
    sample: pathToFileURL(inConsumer('samples', sample)).href,
    bindings,
    folder,
    buckets,
    queues: Object.keys(queueProducers),
    ratelimits,
  };
  const [command = '', ...args] = runtimeCommand(runtime, folder);
  const child = spawn(command, [...args, inConsumer('samples', 'edge', 'serve.mjs')], {
    cwd: CONSUMER,
    env: { ...process.env, NODE_TEST_CONTEXT: undefined, CONFIG: JSON.stringify(config) },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  if (handleRuntimeStdio) handleRuntimeStdio(child.stdout, child.stderr);
  else child.stderr.pipe(process.stderr);
  const address = await Promise.race([
    addressIn(child.stdout),
    ended.then(([code]) => Promise.reject(new Error(`${runtime} ended with code ${code}`))),
  ]);
  return {
    address,
    pid: Number(child.pid),
    /** @param {string} name */
    bucket: (name) => bucketIn(join(folder, buckets[name] ?? '')),
    async reload() {
      throw new Error('a server is not reloaded');
    },
    async stop() {
      child.stdin.end();
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

/** @param {NodeJS.ReadableStream} output @returns {Promise<string>} */
function addressIn(output) {
  return new Promise((resolve) => {
    createInterface({ input: output }).on('line', (line) => {
      const [, address] = /^listening on (.*)$/.exec(line) ?? [];
      if (address) resolve(address);
    });
  });
}

/** A bucket that another process has too, to look into as Miniflare's. @param {string} folder @returns {Promise<any>} */
async function bucketIn(folder) {
  const { folderBucket } = await import(
    pathToFileURL(inConsumer('node_modules/metadefender-wasm/dist/edge-node.js')).href
  );
  const bucket = folderBucket({ folder });
  /** @returns {string[]} */
  const files = () => {
    try {
      return /** @type {any[]} */ (readdirSync(folder, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)));
    } catch {
      return [];
    }
  };
  return {
    put: bucket.put.bind(bucket),
    delete: bucket.delete.bind(bucket),
    async list() {
      const keys = files().filter((file) => !file.startsWith(`.metadefender${sep}`));
      return { objects: keys.map((file) => ({ key: file.split(sep).join('/') })) };
    },
    /** @param {string} key */
    async get(key) {
      const object = await bucket.get(key);
      if (!object) return null;
      const metadata = join(folder, '.metadefender', 'metadata', `${key}.json`);
      const more = files().includes(relative(folder, metadata))
        ? JSON.parse(readFileSync(metadata, 'utf8'))
        : {};
      return { ...more, ...object, arrayBuffer: () => new Response(object.body).arrayBuffer() };
    },
    /** What is being written, and what was left behind. */
    written: () => files().filter((file) => file.startsWith(join('.metadefender', 'writing'))),
  };
}
