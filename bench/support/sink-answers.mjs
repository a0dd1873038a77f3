// @ts-check

/** The verdict of every scan: the service does not hash the uploads, so its reports name no file. */
export const VERDICT = 'undetermined';

/** Under this path, the service knows every file by its hash. */
export const KNOWN = '/known';

/**
 * The whole response to a request, by its first line.
 * @param {string} request
 * @param {number} size of its body
 */
export function answerTo(request, size) {
  const [method, path = ''] = request.split(' ');
  if (method === 'OPTIONS') return message(204);
  // The response to an upload has the number of bytes that arrived.
  if (method === 'POST') return message(200, { data_id: String(size) });
  const [, base, hash] = /^(.*)\/hash\/(\w+)/.exec(path) ?? [];
  if (hash && base !== KNOWN) return message(404, { [hash.toUpperCase()]: 'Not Found' });
  return message(200, {
    data_id: hash ?? path.replace(/^\/file\/|\?.*/g, ''),
    ...(hash && { file_info: { sha256: hash } }),
    process_info: { progress_percentage: 100, result: 'Allowed', blocked_reason: '' },
    scan_results: { progress_percentage: 100, scan_all_result_i: 0, scan_all_result_a: 'Clean' },
  });
}

/** @param {number} status @param {unknown} [json] */
function message(status, json) {
  const body = json === undefined ? '' : JSON.stringify(json);
  return [
    `HTTP/1.1 ${status} -`,
    'Access-Control-Allow-Origin: *',
    'Access-Control-Allow-Headers: *',
    'Access-Control-Max-Age: 600',
    'Content-Type: application/json',
    ...(status === 204 ? [] : [`Content-Length: ${body.length}`]),
    '',
    body,
  ].join('\r\n');
}
