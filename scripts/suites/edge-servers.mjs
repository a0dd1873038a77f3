// @ts-check
import { nodeTestJob } from './node-test.mjs';

/**
 * The tests of the edge that run in other runtimes besides workerd: in Node those that need nothing of workerd's own, in Deno and Bun
 * the most telling ones. (Deno 2.9 does not always tell that a client has hung up; and it tells files' times without nanoseconds, so
 * that it knows an object that Node has put by another ETag.)
 */
const FILES = {
  node: [
    'screen',
    'screen-bucket',
    'screen-bucket-http',
    'screen-bucket-races',
    'screen-form',
    'screen-hostile',
    'screen-pending',
    'screen-store',
    'proxy',
    'proxy-handles',
    'proxy-lookups',
    'proxy-uploads',
  ],
  deno: ['screen', 'screen-bucket-races', 'screen-store', 'proxy'],
  bun: ['screen', 'screen-bucket', 'screen-store', 'proxy', 'proxy-uploads'],
};

/** @param {NodeJS.ProcessEnv} env @returns {import('./job.mjs').Job[]} */
export const edgeServers = (env) =>
  Object.entries(FILES).flatMap(([EDGE_RUNTIME, names]) =>
    names.map((name) =>
      nodeTestJob(`tests/packed/edge/${name}.test.mjs`, { ...env, EDGE_RUNTIME }, EDGE_RUNTIME),
    ),
  );
