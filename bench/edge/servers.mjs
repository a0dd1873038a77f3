// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { processes } from '../support/processes.mjs';
import { startWorkerd } from '../workerd/server.mjs';

/** @typedef {'ours' | 'bare'} Who */

/**
 * A server that screens uploads: by preScreen, or by hand.
 * @typedef {object} Server
 * @property {string} address
 * @property {() => number[]} ids its processes
 * @property {() => Promise<void>} stop
 */

const here = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
const WORKERS = { ours: here('worker.js'), bare: here('bare-worker.js') };

/**
 * Starts a script of this folder that prints its address.
 * @param {string} script
 * @param {string[]} args
 */
async function startProcess(script, ...args) {
  const child = spawn(process.execPath, [here(script), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const [address] = await once(child.stdout.setEncoding('utf8'), 'data');
  return {
    address: String(address).trim(),
    ids: () => [Number(child.pid)],
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}

/** @param {Who} who @param {string} sink @returns {Promise<Server>} */
export async function startInNode(who, sink) {
  const folder = await mkdtemp(join(tmpdir(), 'metadefender-wasm-bench-held-'));
  const server = await startProcess('node-server.mjs', who, sink, folder);
  return {
    ...server,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}

/** @param {string} consumer the project that has Miniflare @returns {(who: Who, sink: string) => Promise<Server>} */
export const startInWorkerd = (consumer) => async (who, sink) => {
  const bucket = await startProcess('bucket.mjs');
  const all = () => processes(process.pid, 'workerd');
  const others = all();
  const worker = await startWorkerd(consumer, WORKERS[who], {
    bindings: { SINK: sink, BUCKET: bucket.address },
  });
  const own = all().filter((id) => !others.includes(id));
  return {
    address: worker.address,
    ids: () => own,
    stop: async () => void (await Promise.all([worker.stop(), bucket.stop()])),
  };
};
