// @ts-check
import { nodeTestJob } from './node-test.mjs';

/**
 * The tests of the edge that also run in other runtimes than workerd: in Node all that do not need workerd itself, in
 * Deno and Bun the most important ones. (Deno 2.9 does not always notice that a client has disconnected, and its file times have no
 * nanoseconds, so that an object that Node has put has another ETag there.)
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
