// @ts-check

/**
 * Whether a file is of a type that an `accept` attribute lets in: by its name for `.pdf`, by the
 * type that the system reports for `application/pdf` and `image/*`. HTML, *The accept attribute*.
 *
 * @param {string} accept
 * @param {{ name: string, type: string }} file
 */
export function accepts(accept, { name, type }) {
  const tokens = tokensOf(accept);
  return tokens.length === 0 || tokens.some((token) => matches(token, name, type));
}

/** @param {string} accept */
export function tokensOf(accept) {
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
function matches(token, name, type) {
  if (token.startsWith('.')) return name.toLowerCase().endsWith(token);
  const [essence = ''] = type.toLowerCase().split(';');
  if (token === '*/*' || token === '*') return true;
  return token.endsWith('/*') ? essence.startsWith(token.slice(0, -1)) : essence.trim() === token;
}
