// @ts-check
import { connect } from 'metadefender-wasm';
/** @import { Budget } from './budget.js' */
/** @import { PreScreenOptions } from '../edge.js' */
/** @import { ScreenSettings } from './settings.js' */

/**
 * A connection whose calls are counted, where the platform limits them: otherwise the client is free to send files by what is best
 * there. Each request has its own; that is cheap, as the module is loaded once.
 * @param {Pick<ScreenSettings, 'connection' | 'platform'>} settings
 * @param {Budget} budget
 * @param {number} [extraTimeout] ms, added to the timeout of each call
 */
export function connectionFor({ connection, platform }, budget, extraTimeout = 0) {
  const { timeout = 30_000, ...options } = connection;
  const isLimited = budget.isLimited && Number.isFinite(platform.subrequests);
  const fetch = connection.fetch ?? (isLimited ? platform.fetch : undefined);
  return connect({
    ...options,
    timeout: timeout + extraTimeout,
    ...(fetch && { fetch: budget.countingFetch(fetch) }),
  });
}

/**
 * What of a handler's options is the connection's.
 * @param {Pick<PreScreenOptions, 'baseUrl' | 'api' | 'apiKey' | 'userAgent' | 'rule' | 'headers' | 'retry' | 'timeout' | 'responseTimeout' | 'fetch'>} options
 */
export function connectionOf(options) {
  const { baseUrl, api, apiKey, userAgent, rule, headers, retry, timeout, responseTimeout } =
    options;
  // Without one of the user's, the client sends files by what is best on its platform.
  const { fetch } = options;
  const service = { baseUrl, api, apiKey, userAgent, rule, headers };
  return { ...service, retry, timeout, responseTimeout, fetch };
}
