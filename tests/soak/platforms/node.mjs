// @ts-check
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { prefixOf } from '../faults.mjs';

const PROCESS = fileURLToPath(new URL('process.mjs', import.meta.url));

/**
 * A Node process that runs scenarios, many at once.
 * @param {string} gateway its address
 * @returns {Promise<import('../attempt.mjs').Platform>}
 */
export async function startNode(gateway) {
  const child = fork(PROCESS, {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // JSON has no undefined.
    serialization: 'advanced',
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => (printed += text));
  }
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void }>} */
  const asked = new Map();
  let id = 0;
  child.on('message', (/** @type {any} */ { id, value, error }) => {
    const { resolve, reject } = asked.get(id) ?? {};
    asked.delete(id);
    if (error) reject?.(new Error(error));
    else resolve?.(value);
  });
  const exited = once(child, 'exit');
  exited.then(([code]) => {
    const error = new Error(`Node ended with code ${code}: ${printed}`);
    for (const { reject } of asked.values()) reject(error);
  });
  /** @param {string} command @param {unknown[]} args @returns {Promise<any>} */
  const tell = (command, ...args) =>
    new Promise((resolve, reject) => {
      asked.set(++id, { resolve, reject });
      child.send({ id, command, args });
    });

  return {
    baseUrl: (api) => gateway + prefixOf(api),
    run: (...which) => tell('runScenario', ...which),
    census: (classes) => tell('census', classes),
    async complaints() {
      return printed ? [`Node printed: ${printed}`] : [];
    },
    async stop() {
      // Scenarios may be under way, where another one has failed.
      child.kill();
      await exited;
    },
  };
}
