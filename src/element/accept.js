// @ts-check

/**
 * Whether a file matches an `accept` attribute: by its name for `.pdf`, by the type that the system
 * reports for `application/pdf` and `image/*`. HTML, *The accept attribute*.
 *
 * @param {string} accept
 * @param {{ name: string, type: string }} file
 */
export function accepts(accept, { name, type }) {
  const tokens = parseAccept(accept);
  return tokens.length === 0 || tokens.some((token) => matchesToken(token, name, type));
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
 * @param {string} type
 */
function matchesToken(token, name, type) {
  if (token.startsWith('.')) return name.toLowerCase().endsWith(token);
  const [essence = ''] = type.toLowerCase().split(';');
  if (token === '*/*' || token === '*') return true;
  return token.endsWith('/*') ? essence.startsWith(token.slice(0, -1)) : essence.trim() === token;
}
