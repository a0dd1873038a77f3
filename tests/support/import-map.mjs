// @ts-check
import { createHash } from 'node:crypto';

/**
 * The import map of a page, by name.
 * @param {string} html
 * @returns {Record<string, string>}
 */
export function importMap(html) {
  return JSON.parse(inline(html)).imports;
}

/**
 * What a policy allows the import map of a page by: it has to be inline, so by its hash.
 * @param {string} html
 */
export function importMapHash(html) {
  return `'sha256-${createHash('sha256').update(inline(html)).digest('base64')}'`;
}

/** @param {string} html */
function inline(html) {
  const text = /<script type="importmap">(.*?)<\/script>/s.exec(html)?.[1];
  if (!text) throw new Error('the page has no import map');
  return text;
}
