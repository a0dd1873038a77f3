// @ts-check
import { digest } from 'metadefender-wasm';
import { ALGORITHMS, hex, inOrder } from '../../engines/engine.js';
import { ours } from '../../engines/ours.js';
import { randomBytes } from '../../in-memory/bytes.js';
import { compare } from '../../measure.js';
import { ALONE, HASH_WASM_WORKER, MEMORY_SPEED, SUBTLE } from '../../rows.mjs';
import { startWorker } from './worker-calls.js';

const NAME = 'metadefender-wasm';
const CHUNK = 64 << 10;

/**
 * @typedef {import('./page.js').Context} Context
 * @typedef {import('../../engines/engine.js').Algorithm} Algorithm
 */

/** @param {Algorithm} algorithm @param {Context} context */
export async function disk(algorithm, { file, plan }) {
  const bytes = file.size;
  const run = async () => (await digest(file, { algorithms: [algorithm] }))[algorithm];
  return compare(
    [
      { name: NAME, bytes, run },
      await overMemory(algorithm, plan),
      await hashWasmInWorker([algorithm], file),
    ],
    { rounds: plan.longRounds },
  );
}

/** @param {Context} context */
export async function four({ file, plan }) {
  const run = async () => inOrder(await digest(file, { algorithms: ALGORITHMS }), ALGORITHMS);
  return compare(
    [{ name: NAME, bytes: file.size, run }, await hashWasmInWorker(ALGORITHMS, file)],
    { rounds: plan.longRounds },
  );
}

/** Two digests at once, compared to the slower one alone. @param {Context} context */
export async function two({ file, plan }) {
  const bytes = file.size;
  const run = async () => (await digest(file, { algorithms: ['sha256', 'md5'] })).sha256;
  const alone = async () => (await digest(file, { algorithms: ['sha256'], engine: 'wasm' })).sha256;
  return compare(
    [
      { name: NAME, bytes, run },
      { name: ALONE, bytes, run: alone },
    ],
    { rounds: plan.longRounds },
  );
}

/** @param {Context} context */
export async function subtle({ file, plan }) {
  const bytes = file.size;
  const run = async () => (await digest(file, { algorithms: ['sha256'] })).sha256;
  const theirs = async () => hex(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  return compare(
    [
      { name: NAME, bytes, run },
      { name: SUBTLE, note: 'await file.arrayBuffer()', bytes, run: theirs },
    ],
    { rounds: plan.rounds },
  );
}

/** The same engine without reading. @param {Algorithm} algorithm @param {Context['plan']} plan */
async function overMemory(algorithm, { memory }) {
  const chunk = randomBytes(CHUNK);
  const bytes = 4 * memory;
  const begin = await ours.prepare([algorithm]);
  const run = async () => {
    const { update, end } = await begin();
    for (let done = 0; done < bytes; done += CHUNK) update(chunk);
    await end();
  };
  return { name: MEMORY_SPEED, bytes, run };
}

/** @param {Algorithm[]} algorithms @param {File} file */
async function hashWasmInWorker(algorithms, file) {
  const worker = startWorker('hash-wasm-worker.js');
  await worker.ask({ address: import.meta.resolve('hash-wasm'), algorithms });
  const run = () => worker.ask({ file });
  return { name: HASH_WASM_WORKER, note: 'file.stream()', bytes: file.size, run };
}
