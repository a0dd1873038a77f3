// @ts-check
import { positiveOption } from './options.js';
/** @import { ResultCache } from '../edge.js' */

/** @type {typeof import('../edge-node.js').memoryCache} */
export function memoryCache({ entries, limit } = {}) {
  const maxEntries = positiveOption('entries', entries, 1000);
  const maxBytes = positiveOption('limit', limit, 16 << 20);
  /** The least recently used first. @type {Map<string, { text: string, until: number }>} */
  const kept = new Map();
  let usedBytes = 0;

  /** @param {string} name */
  function forget(name) {
    usedBytes -= sizeOf(kept.get(name)?.text);
    kept.delete(name);
  }

  /** @type {ResultCache} */
  const cache = {
    async get(name) {
      const entry = kept.get(name);
      if (!entry) return undefined;
      kept.delete(name);
      if (entry.until > Date.now()) {
        kept.set(name, entry);
        return entry.text;
      }
      usedBytes -= sizeOf(entry.text);
      return undefined;
    },
    async put(name, text, maxAge) {
      forget(name);
      kept.set(name, { text, until: Date.now() + maxAge * 1000 });
      usedBytes += sizeOf(text);
      for (const oldest of kept.keys()) {
        if (kept.size <= maxEntries && usedBytes <= maxBytes) break;
        forget(oldest);
      }
    },
  };
  return cache;
}

/** The size of a text in bytes: a character may take two. @param {string} [text] */
const sizeOf = (text = '') => 2 * text.length;
