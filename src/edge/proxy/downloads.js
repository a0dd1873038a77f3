// @ts-check
import { download } from './answers.js';
import { attachment } from './disposition.js';
import { failed } from './json-answer.js';
import { Replacer } from './redact.js';
import { ask, fetchElsewhere } from './upstream.js';

const FILE = 'application/octet-stream';
const TEXT = 'text/plain; charset=utf-8';

/**
 * A file that an analysis made, as it streams.
 * @param {import('./visit.js').Visit} visit
 * @param {import('./upstream.js').Call} call
 */
export async function file(visit, call) {
  // As it is: an encoding on the way would take its length.
  const headers = [.../** @type {[string, string][]} */ (call.headers ?? []), IDENTITY];
  const { response, text } = await ask(visit, { ...call, headers });
  if (!response.ok) return failed(visit, response, text);
  return download(response, [FILE, dispositionOf(visit, response)]);
}

/**
 * The signed result of a batch: text. It names MetaDefender's own ids, as a signature can be checked over nothing
 * else; the proxy takes none of them.
 * @param {import('./visit.js').Visit} visit
 * @param {import('./upstream.js').Call} call
 */
export async function certificate(visit, call) {
  const { response, text } = await ask(visit, call);
  if (!response.ok) return failed(visit, response, text);
  return download(response, [TEXT, attachment('; filename=certificate.yml')]);
}

/** The clean copy that is elsewhere. @param {import('./visit.js').Visit} visit @param {string} address */
export async function elsewhere(visit, address) {
  const response = await fetchElsewhere(visit, address);
  return download(response, [FILE, dispositionOf(visit, response)]);
}

/** @type {[string, string]} */
const IDENTITY = ['accept-encoding', 'identity'];

/** @param {import('./visit.js').Visit} visit @param {Response} response */
function dispositionOf({ settings }, { headers }) {
  const given = headers.get('content-disposition');
  return attachment(given && new Replacer(settings.struck).replace(given));
}
