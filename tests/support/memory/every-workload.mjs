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

/** The gateway's options. @type {Record<string, string[]>} */
const WORKLOADS = {
  scans: QUICK,
  'aborted scans': ENDLESS,
  'clients that nobody frees': QUICK,
  'hashers that nobody frees': QUICK,
};

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

  for (const [workload, options] of Object.entries(WORKLOADS)) {
    test(`10,000 ${workload} leave nothing behind`, async (context) => {
      const gateway = await startGateway(...options);
      context.after(() => gateway.stop());
      const runtime = await launch(project, folder);
      context.after(() => runtime.stop());
      const work = (/** @type {number} */ count) => runtime.work(workload, gateway.address, count);
      assert.deepEqual(await growth(work, runtime.census), {});
    });
  }
}
