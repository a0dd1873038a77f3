// @ts-check

/**
 * The ways in which a page or a worker can send a file, by name.
 * @type {Record<string, (address: string, file: File) => Promise<string>>} resolve to the id that the sink
 *   gives the file
 */
export const WAYS = {
  XHR: (address, file) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('POST', address);
      request.setRequestHeader('content-type', 'application/octet-stream');
      request.responseType = 'json';
      request.onload = () => resolve(request.response.data_id);
      request.onerror = () => reject(new Error('the upload failed'));
      request.send(file);
    }),
  async fetch(address, body) {
    const headers = { 'content-type': 'application/octet-stream' };
    const response = await fetch(address, { method: 'POST', headers, body });
    return (await response.json()).data_id;
  },
};
