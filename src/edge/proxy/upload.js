// @ts-check
import { Refusal } from './answers.js';
import { failed, unexpected, whole } from './json-answer.js';
import { limit } from './rate.js';
import { checkUnread, parsed } from './read.js';
import { ask } from './upstream.js';

const LONGEST_ANSWER = 65_536;

/**
 * Passes a file on as it comes in. Where its sender leaves before the analysis has an id, it is called off: there
 * is nobody who could ask for it.
 *
 * @param {import('./visit.js').Visit} visit
 * @param {import('./upstream.js').Call} call
 */
export async function upload(visit, call) {
  const { request, context, settings } = visit;
  checkLength(request.headers, settings.maxSize);
  await limit('uploads', request, settings);
  checkUnread(visit);
  const submission = ask(visit, {
    ...call,
    headers: [...visit.headers, ['content-type', 'application/octet-stream']],
    body: request.body,
    read: LONGEST_ANSWER,
    patient: true,
  });
  const isInBatch = visit.headers.some(([name]) => name === 'batch');
  if (!isInBatch)
    context.waitUntil(submission.then((answer) => callOff(visit, answer)).catch(() => {}));
  const { response, text } = await submission;
  if (!response.ok) return failed(visit, response, text);
  if (typeof parsed(text)?.data_id !== 'string') throw unexpected(visit);
  return whole(visit, response, /** @type {string} */ (text), 'own');
}

/**
 * MetaDefender takes no body whose length it is not told, and the platform lets no body pass that is longer or shorter
 * than it says.
 * @param {Headers} headers
 * @param {number} most
 */
function checkLength(headers, most) {
  const length = headers.get('content-length');
  if (length === null || !/^\d{1,15}$/.test(length) || headers.has('transfer-encoding'))
    throw new Refusal(411, 'the request has to state its Content-Length');
  if (length === '0') throw new Refusal(422, 'the file is empty');
  if (Number(length) > most) throw new Refusal(413, `the file is over the limit of ${most} bytes`);
}

/** @param {import('./visit.js').Visit} visit @param {import('./upstream.js').Answer} answer */
async function callOff(visit, { response, text }) {
  const { request, settings } = visit;
  const id = response.ok ? parsed(text)?.data_id : undefined;
  if (!request.signal?.aborted || settings.api !== 'cluster' || !settings.handles.isId(id)) return;
  const operation = { ...visit.operation, endpoint: 'POST /file/{data_id}/cancel' };
  await ask(
    { ...visit, operation },
    { path: `/file/${encodeURIComponent(id)}/cancel`, read: LONGEST_ANSWER },
  );
}
