// @ts-check

/** The most that `getRandomValues` gives at once. */
const MOST = 65_536;

/** Random bytes. @param {number} length */
export function randomBytes(length) {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += MOST) crypto.getRandomValues(bytes.subarray(at, at + MOST));
  return bytes;
}
