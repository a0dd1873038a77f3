// @ts-check

/** @typedef {{ start: number, end: number }} Range */

const HEAD_END = [13, 10, 13, 10];

/**
 * Finds the only file of a form with the least possible work: the bytes between the head, which has to be in one chunk, and a tail of
 * known length.
 * @param {number} size of the form
 * @param {string} type its Content-Type
 */
export function fileIn(size, type) {
  let start = -1;
  let at = 0;
  const end = size - `\r\n--${type.split('boundary=')[1]}--\r\n`.length;
  return {
    /** The part of a chunk that is content of the file. @param {Uint8Array} bytes */
    contentOf(bytes) {
      let from = 0;
      if (start < 0) {
        while (!HEAD_END.every((byte, index) => bytes[from + index] === byte)) from += 1;
        from += HEAD_END.length;
        start = at + from;
      }
      const content = bytes.subarray(from, Math.max(from, Math.min(bytes.length, end - at)));
      at += bytes.length;
      return content;
    },
    /** @returns {Range} */
    range: () => ({ start, end }),
  };
}
