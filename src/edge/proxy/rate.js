// @ts-check
import { Refusal } from './answers.js';

/** Seconds: the longest period that a rate limiting binding has. */
const AGAIN_AFTER = '60';

/**
 * Refuses a client that asks too often. A limiter that fails refuses as well: it may be the load that it is there for.
 *
 * @param {'requests' | 'uploads'} what
 * @param {Request} request
 * @param {import('./settings.js').Settings} settings
 */
export async function limit(what, request, { rateLimit, report }) {
  const limiter = rateLimit[what];
  if (!limiter) return;
  const key = await (rateLimit.key ?? clientOf)(request);
  let success;
  try {
    ({ success } = await limiter.limit({ key }));
  } catch (error) {
    report('rateLimit', `${what}: ${error}`);
    throw new Refusal(503, 'the proxy cannot count requests at the moment');
  }
  if (success !== true) throw new Refusal(429, `too many ${what}`, { 'retry-after': AGAIN_AFTER });
}

/** @param {Request} request */
const clientOf = ({ headers }) => networkOf(headers.get('cf-connecting-ip') ?? '');

/** An address; of IPv6 the /64, as a client has all addresses of one. @param {string} address */
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
