// @ts-check
import { crc32 } from '../../www/samples/zip.js';

/**
 * A zip archive of one file, by PKWARE's traditional encryption (APPNOTE, 6.1), not compressed.
 * @param {string} name
 * @param {Uint8Array} bytes
 * @param {string} password
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function encryptedZip(name, bytes, password) {
  const crc = crc32(bytes);
  // Its last byte is how a reader tells a wrong password; the others may be anything.
  const plain = [...new Array(11).fill(0), crc >>> 24, ...bytes];
  const encrypted = encrypt(plain, password);
  const title = [...new TextEncoder().encode(name)];
  const isEncrypted = 1;
  const sizes = [...le32(encrypted.length), ...le32(bytes.length)];
  const common = [
    ...[...le16(20), ...le16(isEncrypted), ...le16(0), ...le16(0), ...le16(0x21)],
    ...[...le32(crc), ...sizes, ...le16(title.length), ...le16(0)],
  ];
  const local = [...signature(3, 4), ...common, ...title, ...encrypted];
  const central = [
    ...[...signature(1, 2), ...le16(20), ...common],
    ...[...new Array(10).fill(0), ...le32(0), ...title],
  ];
  const end = [
    ...[...signature(5, 6), ...le32(0), ...le16(1), ...le16(1)],
    ...[...le32(central.length), ...le32(local.length), ...le16(0)],
  ];
  return new Uint8Array([...local, ...central, ...end]);
}

/** @param {number[]} plain @param {string} password */
function encrypt(plain, password) {
  const keys = /** @type {[number, number, number]} */ ([0x12345678, 0x23456789, 0x34567890]);
  for (const byte of new TextEncoder().encode(password)) update(keys, byte);
  return plain.map((byte) => {
    const odd = (keys[2] | 2) & 0xffff;
    const mask = (Math.imul(odd, odd ^ 1) >>> 8) & 255;
    update(keys, byte);
    return byte ^ mask;
  });
}

/** @param {[number, number, number]} keys @param {number} byte */
function update(keys, byte) {
  keys[0] = nextCrc(keys[0], byte);
  keys[1] = (Math.imul((keys[1] + (keys[0] & 255)) | 0, 134775813) + 1) | 0;
  keys[2] = nextCrc(keys[2], keys[1] >>> 24);
}

/** @param {number} crc @param {number} byte */
function nextCrc(crc, byte) {
  let low = (crc ^ byte) & 255;
  for (let bit = 0; bit < 8; bit += 1) low = (low >>> 1) ^ (low & 1 ? 0xedb88320 : 0);
  return (crc >>> 8) ^ low;
}

/** @param {number[]} numbers */
const signature = (...numbers) => [80, 75, ...numbers];

/** @param {number} value */
const le16 = (value) => [value & 255, (value >>> 8) & 255];

/** @param {number} value */
const le32 = (value) => [...le16(value), ...le16(value >>> 16)];
