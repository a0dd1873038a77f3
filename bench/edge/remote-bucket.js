// @ts-check

/**
 * The bucket of bucket.mjs, with the methods of an R2 bucket.
 * @param {string} address
 */
export function remoteBucket(address) {
  const at = (/** @type {string} */ key) => `${address}/${encodeURIComponent(key)}`;
  return {
    /** @param {string} key @param {BodyInit} body */
    async put(key, body) {
      const response = await fetch(at(key), { method: 'PUT', body });
      return { etag: await response.text() };
    },
    /** @param {string} key @param {{ range?: { offset: number, length: number } }} [options] */
    async get(key, { range } = {}) {
      const headers = new Headers();
      if (range) headers.set('range', `bytes=${range.offset}-${range.offset + range.length - 1}`);
      const { body } = await fetch(at(key), { headers });
      return { etag: 'stored', body: /** @type {ReadableStream<Uint8Array>} */ (body) };
    },
    /** @param {string | string[]} keys */
    async delete(keys) {
      for (const key of [keys].flat()) await fetch(at(key), { method: 'DELETE' });
    },
  };
}
