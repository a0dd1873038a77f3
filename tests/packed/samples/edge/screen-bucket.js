/**
 * A bucket behind an address: its memory is not that of the Worker, and its calls can be counted.
 * @param {string} address
 */
export function remoteBucket(address) {
  const at = (key) => `${address}/${encodeURIComponent(key)}`;
  return {
    async put(key, body) {
      const response = await fetch(at(key), { method: 'PUT', body });
      return { etag: await response.text() };
    },
    async get(key, { range } = {}) {
      const { offset, length } = range ?? {};
      const headers = range ? { range: `bytes=${offset}-${offset + length - 1}` } : {};
      const response = await fetch(at(key), { headers });
      if (!response.ok) return null;
      return { etag: '', body: response.body, json: () => response.json() };
    },
    async createMultipartUpload(key) {
      return {
        async uploadPart(number, body) {
          await fetch(`${at(key)}?part=${number}`, { method: 'PUT', body });
          return number;
        },
        async complete(parts) {
          const response = await fetch(`${at(key)}?parts=${parts.length}`, { method: 'POST' });
          return { etag: await response.text() };
        },
        async abort() {
          await fetch(`${at(key)}?parts`, { method: 'DELETE' });
        },
      };
    },
    async head(key) {
      return (await fetch(at(key), { method: 'HEAD' })).ok ? {} : null;
    },
    async delete(key) {
      await fetch(at(key), { method: 'DELETE' });
    },
  };
}
