// @ts-check
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startGateway } from '../gateway.mjs';
import { growth } from './growth.mjs';

/**
 * A runtime that runs workloads.
 * @typedef {object} Runtime
 * @property {(name: string, baseUrl: string, count: number) => Promise<void>} work does so many pieces
 *   of a workload
 * @property {() => Promise<Record<string, number>>} census counts what is alive
 * @property {() => Promise<unknown>} stop
 */

const QUICK = ['--clamd', 'none', '--step-delay', '0'];
/** Every analysis goes on until it is called off. */
const ENDLESS = [...QUICK, '--fault', 'operation=GET /file/{data_id}; progress=stuck:50'];

/** The gateway's options, and how many there are of each. @type {Record<string, { options: string[], count: number }>} */
const WORKLOADS = {
  scans: { options: QUICK, count: 4_000 },
  'aborted scans': { options: ENDLESS, count: 2_400 },
  'clients that nobody frees': { options: QUICK, count: 4_000 },
  'hashers that nobody frees': { options: QUICK, count: 4_000 },
};

/** The first calls fill caches, and have the engine compile what is hot. @param {number} count */
const stretchesOf = (count) => Array(4).fill(count / 4);

/**
 * Makes a test of each workload, in a runtime of its own, so that nothing has grown yet.
 *
 * @param {string} folder in the project, for the workloads
 * @param {(project: string, folder: string) => Promise<Runtime>} launch
 */
export function everyWorkload(folder, launch) {
  const project = process.env.CONSUMER;
  if (!project) throw new Error('CONSUMER names no project: run `npm test`');
  cpSync(fileURLToPath(new URL('.', import.meta.url)), join(project, folder), { recursive: true });

  for (const [workload, { options, count }] of Object.entries(WORKLOADS)) {
    test(`${count} ${workload} leave nothing behind`, async (context) => {
      const gateway = await startGateway(...options);
      context.after(() => gateway.stop());
      const runtime = await launch(project, folder);
      context.after(() => runtime.stop());
      const work = (/** @type {number} */ some) => runtime.work(workload, gateway.address, some);
      assert.deepEqual(await growth(work, runtime.census, stretchesOf(count)), {});
    });
  }
}
