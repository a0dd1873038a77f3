// @ts-check

/** @param {Uint8Array} bytes */
export const hexadecimal = (bytes) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
