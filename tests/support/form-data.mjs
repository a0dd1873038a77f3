// @ts-check

/**
 * What a form has sent.
 * @param {import('node:http').IncomingMessage} request
 */
export function formDataOf(request) {
  const { method, headers } = request;
  const init = { method, headers, body: request, duplex: 'half' };
  return new Request('http://localhost/', /** @type {any} */ (init)).formData();
}
