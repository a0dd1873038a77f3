// @ts-check
import { attachment } from './disposition.js';
import { errorResponse } from './json-response.js';
import { Replacer } from './redact.js';
import { downloadResponse } from './responses.js';
import { callUpstream, fetchSanitizedCopy } from './upstream.js';

const BINARY_TYPE = 'application/octet-stream';
const TEXT_TYPE = 'text/plain; charset=utf-8';

/**
 * Streams a file that an analysis has produced.
 * @param {import('./authorized-request.js').AuthorizedRequest} authorized
 * @param {import('./upstream.js').UpstreamCall} call
 */
export async function downloadFile(authorized, call) {
  // A compressed response would lose its Content-Length.
  const headers = [.../** @type {[string, string][]} */ (call.headers ?? []), IDENTITY_ENCODING];
  const { response, text } = await callUpstream(authorized, { ...call, headers });
  if (!response.ok) return errorResponse(authorized, response, text);
  return downloadResponse(response, [BINARY_TYPE, dispositionOf(authorized, response)]);
}

/**
 * The signed result of a batch, as text. It holds MetaDefender's own ids: replacing them would break the signature. The
 * proxy accepts none of them in requests.
 * @param {import('./authorized-request.js').AuthorizedRequest} authorized
 * @param {import('./upstream.js').UpstreamCall} call
 */
export async function downloadCertificate(authorized, call) {
  const { response, text } = await callUpstream(authorized, call);
  if (!response.ok) return errorResponse(authorized, response, text);
  return downloadResponse(response, [TEXT_TYPE, attachment('; filename=certificate.yml')]);
}

/** Streams the sanitized copy from the address that MetaDefender gave. @param {import('./authorized-request.js').AuthorizedRequest} authorized @param {string} address */
export async function downloadSanitizedCopy(authorized, address) {
  const response = await fetchSanitizedCopy(authorized, address);
  return downloadResponse(response, [BINARY_TYPE, dispositionOf(authorized, response)]);
}

/** @type {[string, string]} */
const IDENTITY_ENCODING = ['accept-encoding', 'identity'];

/** @param {import('./authorized-request.js').AuthorizedRequest} authorized @param {Response} response */
function dispositionOf({ settings }, { headers }) {
  const given = headers.get('content-disposition');
  return attachment(given && new Replacer(settings.redactions).replace(given));
}
