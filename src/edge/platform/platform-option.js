// @ts-check
import { MetaDefenderError } from '../../entry/error.js';
import { isWorkers, workers } from './workers.js';
/** @import { Platform } from '../edge.js' */

/**
 * The platform that the options name: Cloudflare's, where they name none. It is not guessed: on another one, its means would
 * fail in the middle of a request.
 * @param {Platform | undefined} given
 * @returns {Platform}
 */
export function platformOption(given) {
  if (given === undefined && isWorkers()) return workers;
  if (typeof given?.fixedLengthStream === 'function') return given;
  throw new MetaDefenderError(
    'invalid-input',
    given === undefined
      ? "this is not Cloudflare Workers: give platform, which is nodePlatform() of metadefender-wasm/edge/node in Node, Deno and Bun, webPlatform() in Vercel's edge runtime"
      : 'platform has to be a platform, such as nodePlatform() of metadefender-wasm/edge/node',
  );
}
