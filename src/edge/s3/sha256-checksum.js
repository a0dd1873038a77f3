// @ts-check

/** The length of a SHA-256, bytes. */
const SHA256_BYTES = 32;

/** The value of `x-amz-checksum-sha256`. @param {string} digits hexadecimal */
export function base64OfHex(digits) {
  const bytes = digits.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? [];
  return btoa(String.fromCharCode(...bytes));
}

/** The bytes of such a value; `undefined` for any other text. @param {string} text */
export function bytesOfBase64(text) {
  if (!/^[\w+/]{43}=$/.test(text)) return undefined;
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return bytes.length === SHA256_BYTES ? bytes : undefined;
}
