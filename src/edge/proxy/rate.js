// @ts-check
import { HttpError } from './responses.js';

/** The longest period of a rate limiting binding. */
const RETRY_AFTER_SECONDS = '60';

/**
 * Refuses a client that sends too many requests. It also refuses if the limiter fails: overload may be the reason.
 *
 * @param {'requests' | 'uploads'} counter
 * @param {Request} request
 * @param {import('./settings.js').ProxySettings} settings
 */
export async function enforceRateLimit(counter, request, { rateLimit, reportError, platform }) {
  const limiter = rateLimit[counter];
  if (!limiter) return;
  const key = rateLimit.key
    ? await rateLimit.key(request)
    : networkOf(platform.clientAddress?.(request) ?? '');
  let success;
  try {
    ({ success } = await limiter.limit({ key }));
  } catch (error) {
    reportError('rateLimit', `${counter}: ${error}`);
    throw new HttpError(503, 'the rate limiter of the proxy is unavailable');
  }
  if (success !== true)
    throw new HttpError(429, `too many ${counter}`, { 'retry-after': RETRY_AFTER_SECONDS });
}

/** An IPv4 address as it is, or the /64 of an IPv6 address, as one client usually has all of a /64. @param {string} address */
export function networkOf(address) {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = (/** @type {string} */ text) => (text === '' ? [] : text.split(':'));
  const before = groups(head);
  const after = groups(tail ?? '');
  // An IPv4 address at the end is two groups.
  const count = before.length + after.length + (address.includes('.') ? 1 : 0);
  const zeros = Array(Math.max(0, 8 - count)).fill('0');
  const all = [...before, ...(tail === undefined ? [] : zeros), ...after];
  const network = all.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''));
  return `${network.join(':')}::/64`;
}
