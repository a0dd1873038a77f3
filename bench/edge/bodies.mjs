// @ts-check
import { randomBytes } from 'node:crypto';

const BLOCK = 1 << 20;
/** As long as the boundaries of browsers. */
const BOUNDARY = '----WebKitFormBoundary0123456789abcdef';
const FORM_HEAD = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="upload.bin"\r\nContent-Type: application/x-bench\r\n\r\n`;
const FORM_TAIL = `\r\n--${BOUNDARY}--\r\n`;

/**
 * An upload: the bytes of a file, or a form that contains it.
 * @typedef {object} Upload
 * @property {string} type
 * @property {number} length of the body
 * @property {Uint8Array[]} pieces
 */

/** @param {number} size of the file @param {boolean} isForm @returns {Upload} */
export function upload(size, isForm) {
  const block = randomBytes(Math.min(BLOCK, size));
  const file = Array.from({ length: Math.ceil(size / BLOCK) }, (_, index) =>
    block.subarray(0, size - index * BLOCK),
  );
  if (!isForm) return { type: 'application/x-bench', length: size, pieces: file };
  const [head, tail] = [Buffer.from(FORM_HEAD), Buffer.from(FORM_TAIL)];
  return {
    type: `multipart/form-data; boundary=${BOUNDARY}`,
    length: head.length + size + tail.length,
    pieces: [head, ...file, tail],
  };
}
