// @ts-check
import { after, before, describe, test } from 'node:test';
import { cases } from '../behaviour/cases.js';
import { startGateway } from './gateway.mjs';

/**
 * A runtime that can be told to run cases.
 * @typedef {object} Runtime
 * @property {(group: string, name: string, gateway: string) => Promise<string | null>} runCase
 * @property {() => Promise<unknown>} stop
 */

/** A case that hangs fails, and the others go on. The longest, with a file of 4 GiB, takes half a minute. */
const LIMIT = { timeout: 300_000 };

/**
 * Makes a test of each case, in a runtime with a gateway of its own.
 * @param {(gateway: string) => Promise<Runtime>} launch is given the address of the gateway
 * @param {typeof cases} [among] those of tests/behaviour/cases.js unless told
 */
export function everyCase(launch, among = cases) {
  /** @type {Awaited<ReturnType<typeof startGateway>> | undefined} */
  let gateway;
  /** @type {Runtime | undefined} */
  let runtime;
  before(async () => {
    gateway = await startGateway();
    runtime = await launch(gateway.address);
  });
  after(() => Promise.all([gateway?.stop(), runtime?.stop()]));

  for (const [group, tests] of Object.entries(among)) {
    describe(group, () => {
      for (const name of Object.keys(tests)) {
        test(name, LIMIT, async () => {
          if (!gateway || !runtime) throw new Error('nothing was launched');
          const problem = await runtime.runCase(group, name, gateway.address);
          if (problem) throw new Error(problem);
        });
      }
    });
  }
}
