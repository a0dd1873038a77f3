// @ts-check
import {
  errorResponse,
  rewrittenJson,
  unexpectedResponseError,
  withAffinity,
} from './json-response.js';
import { enforceRateLimit } from './rate.js';
import { checkUnread, parseJson } from './read.js';
import { relayBody } from './relay.js';
import { HttpError } from './responses.js';
import { callUpstream, checkStatus } from './upstream.js';

const MAX_RESPONSE_BYTES = 65_536;

/**
 * Streams a file to MetaDefender. If the visitor disconnects before they get the id, the analysis is cancelled: nobody
 * could ask for its result.
 *
 * @param {import('./authorized-request.js').AuthorizedRequest} authorized
 * @param {import('./upstream.js').UpstreamCall} call
 */
export async function uploadFile(authorized, call) {
  const { request, background, settings } = authorized;
  const length = checkLength(request.headers, settings.maxSize);
  if (!request.body)
    throw new HttpError(
      400,
      'the server did not pass on the body (SvelteKit does so only with a Content-Type)',
    );
  await enforceRateLimit('uploads', request, settings);
  checkUnread(authorized);
  /** @type {import('./upstream.js').UpstreamCall} */
  const upload = {
    ...call,
    headers: [...authorized.headers, ['content-type', 'application/octet-stream']],
    bufferLimit: MAX_RESPONSE_BYTES,
  };
  const submission = relayBody(authorized, upload, length);
  const isInBatch = authorized.headers.some(([name]) => name === 'batch');
  if (!isInBatch)
    background.waitUntil(
      submission.then((answered) => cancelAbandoned(authorized, answered)).catch(() => {}),
    );
  const { response, text } = await submission;
  checkStatus(authorized, response);
  if (!response.ok) return errorResponse(authorized, response, text);
  if (typeof parseJson(text)?.data_id !== 'string') throw unexpectedResponseError(authorized);
  const bound = withAffinity(authorized, response);
  return rewrittenJson(bound, response, /** @type {string} */ (text), 'own');
}

/**
 * MetaDefender needs the length of the body. The platform rejects a body that is longer or shorter than its
 * Content-Length.
 * @param {Headers} headers
 * @param {number} maxSize
 */
function checkLength(headers, maxSize) {
  const length = headers.get('content-length');
  if (length === null || !/^\d{1,15}$/.test(length) || headers.has('transfer-encoding'))
    throw new HttpError(411, 'the request has to state its Content-Length');
  if (length === '0') throw new HttpError(422, 'the file is empty');
  if (Number(length) > maxSize)
    throw new HttpError(413, `the file is over the limit of ${maxSize} bytes`);
  return Number(length);
}

/** @param {import('./authorized-request.js').AuthorizedRequest} authorized @param {import('./upstream.js').UpstreamResponse} answered */
async function cancelAbandoned(authorized, { response, text }) {
  const { request, settings } = authorized;
  const id = response.ok ? parseJson(text)?.data_id : undefined;
  if (!request.signal?.aborted || settings.api !== 'cluster' || !settings.handles.isId(id)) return;
  const operation = { ...authorized.operation, endpoint: 'POST /file/{data_id}/cancel' };
  await callUpstream(
    { ...withAffinity(authorized, response), operation },
    { path: `/file/${encodeURIComponent(id)}/cancel`, bufferLimit: MAX_RESPONSE_BYTES },
  );
}
