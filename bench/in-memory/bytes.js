// @ts-check

/** The most bytes that one call of `getRandomValues` returns. */
const MOST = 65_536;

/** Random bytes. @param {number} length */
export function randomBytes(length) {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += MOST) crypto.getRandomValues(bytes.subarray(at, at + MOST));
  return bytes;
}
