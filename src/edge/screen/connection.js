// @ts-check
import { connect } from 'metadefender-wasm';
/** @import { Budget } from './budget.js' */
/** @import { PreScreenOptions } from '../edge.js' */
/** @import { ScreenSettings } from './settings.js' */

/**
 * A connection that counts its calls if the platform limits them. Otherwise the client sends files in the platform's fastest way. Each
 * request has its own connection; that is cheap, because the module is loaded once.
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
 * The options of the connection, from those of a handler.
 * @param {Pick<PreScreenOptions, 'baseUrl' | 'api' | 'apiKey' | 'userAgent' | 'rule' | 'headers' | 'retry' | 'timeout' | 'responseTimeout' | 'fetch'>} options
 */
export function connectionOf(options) {
  const { baseUrl, api, apiKey, userAgent, rule, headers, retry, timeout, responseTimeout } =
    options;
  // Without a `fetch` of the user, the client sends files in the platform's fastest way.
  const { fetch } = options;
  const service = { baseUrl, api, apiKey, userAgent, rule, headers };
  return given({ ...service, retry, timeout, responseTimeout, fetch });
}

/** Without the options that are `undefined`: each request reads them all again. @template {object} T @param {T} options @returns {T} */
const given = (options) =>
  /** @type {T} */ (
    Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
  );
