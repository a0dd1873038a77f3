// @ts-check
import { typesOf } from './type-by-name.js';

/**
 * Whether a file matches an `accept` attribute: by its name for `.pdf`, by its type for
 * `application/pdf` and `image/*`. HTML, *The accept attribute*. Systems report no type for many files,
 * or another one (`application/vnd.ms-excel` for .csv): then the extension decides.
 *
 * @param {string} accept
 * @param {{ name: string, type: string }} file
 */
export function accepts(accept, { name, type }) {
  const tokens = parseAccept(accept);
  const [reported = ''] = type.toLowerCase().split(';');
  return tokens.length === 0 || tokens.some((token) => matchesToken(token, name, reported.trim()));
}

/** @param {string} accept */
export function parseAccept(accept) {
  return accept
    .split(',')
    .map((token) => token.trim().toLowerCase())
    .filter(Boolean);
}

/**
 * @param {string} token
 * @param {string} name
 * @param {string} type that the system reports
 */
function matchesToken(token, name, type) {
  if (token.startsWith('.')) return name.toLowerCase().endsWith(token);
  if (token === '*/*' || token === '*') return true;
  return [type, ...typesOf(name)].some((type) =>
    token.endsWith('/*') ? type.startsWith(token.slice(0, -1)) : type === token,
  );
}
