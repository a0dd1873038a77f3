// @ts-check

/**
 * A zip archive without compression (PKWARE APPNOTE, method 0).
 * @param {{ name: string, content: string | Uint8Array<ArrayBuffer> }[]} entries
 */
export function zip(entries) {
  const encoder = new TextEncoder();
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const files = [];
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const directory = [];
  let offset = 0;
  for (const entry of entries) {
    const name = encoder.encode(entry.name);
    const { content } = entry;
    const bytes = typeof content === 'string' ? encoder.encode(content) : content;
    const common = commonHeader(name, bytes);
    const local = record('PK\x03\x04', common);
    files.push(local, name, bytes);
    // Version made by; then comment, disk, attributes; then the offset of the file.
    const central = record('PK\x01\x02', [20, 0], common, new Array(10).fill(0), le32(offset));
    directory.push(central, name);
    offset += local.length + name.length + bytes.length;
  }
  const length = directory.reduce((sum, { length }) => sum + length, 0);
  const count = le16(entries.length);
  const end = record('PK\x05\x06', le32(0), count, count, le32(length), le32(offset), le16(0));
  return new Blob([...files, ...directory, end], { type: 'application/zip' });
}

/**
 * The fields that both headers of an entry share.
 * @param {Uint8Array} name
 * @param {Uint8Array} bytes
 */
function commonHeader(name, bytes) {
  const nameIsUtf8 = 0x800;
  const firstOf1980 = 0x21;
  return [
    ...le16(20),
    ...le16(nameIsUtf8),
    ...le16(0),
    ...le16(0),
    ...le16(firstOf1980),
    ...le32(crc32(bytes)),
    ...le32(bytes.length),
    ...le32(bytes.length),
    ...le16(name.length),
    ...le16(0),
  ];
}

/** CRC-32 (ISO 3309). @param {Uint8Array} bytes */
export function crc32(bytes) {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/**
 * @param {string} signature
 * @param {...number[]} parts
 */
const record = (signature, ...parts) =>
  new Uint8Array([...signature].map((letter) => letter.charCodeAt(0)).concat(...parts));

/** @param {number} value */
const le16 = (value) => [value & 255, (value >>> 8) & 255];

/** @param {number} value */
const le32 = (value) => [...le16(value), ...le16(value >>> 16)];
