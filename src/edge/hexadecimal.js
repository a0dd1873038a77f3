// @ts-check

/** The two digits of each byte. Made once: in a small upload, `toString` and `padStart` took longer than the hash. */
const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** @param {Uint8Array} bytes */
export function hexadecimal(bytes) {
  let text = '';
  for (const byte of bytes) text += DIGITS[byte];
  return text;
}
