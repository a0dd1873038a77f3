// @ts-check
import { MetaDefenderError } from '../../entry/error.js';
import { isWorkers, workers } from './workers.js';
/** @import { Platform } from '../edge.js' */

/**
 * The platform of the options; by default Cloudflare Workers. No other platform is detected: a wrong guess would fail
 * in the middle of a request.
 * @param {Platform | undefined} given
 * @returns {Platform}
 */
export function platformOption(given) {
  if (given === undefined && isWorkers()) return workers;
  if (typeof given?.fixedLengthStream === 'function') return given;
  throw new MetaDefenderError(
    'invalid-input',
    given === undefined
      ? "this is not Cloudflare Workers: set the option platform, in Node, Deno and Bun to nodePlatform() from metadefender-wasm/edge/node, in Vercel's edge runtime to webPlatform()"
      : 'platform has to be a platform, such as nodePlatform() from metadefender-wasm/edge/node',
  );
}
