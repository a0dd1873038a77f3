// @ts-check
import { positiveOption } from './options.js';
/** @import { RateLimiter } from '../edge.js' */

/** @type {typeof import('../edge-node.js').memoryRateLimiter} */
export function memoryRateLimiter({ limit, period, keys }) {
  const most = positiveOption('limit', limit ?? 0, 0);
  const periodMs = positiveOption('period', period, 60) * 1000;
  const maxKeys = positiveOption('keys', keys, 100_000);
  /** The earliest period first. @type {Map<string, { count: number, until: number }>} */
  const counts = new Map();

  /** @param {number} now */
  function forget(now) {
    for (const [key, { until }] of counts) {
      if (until > now && counts.size < maxKeys) return;
      counts.delete(key);
    }
  }

  /** @type {RateLimiter} */
  const limiter = {
    async limit({ key }) {
      const now = Date.now();
      const current = counts.get(key);
      if (current && current.until > now) {
        current.count += 1;
        return { success: current.count <= most };
      }
      counts.delete(key);
      forget(now);
      counts.set(key, { count: 1, until: now + periodMs });
      return { success: true };
    },
  };
  return limiter;
}
