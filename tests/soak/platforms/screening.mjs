// @ts-check
// A request through `preScreen`, and what its client sees of it.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { makeFiles } from '../run-scenario.js';
import { mayTimeOut } from '../scenario.mjs';

const STATUS = /** @type {Record<number, string>} */ ({ 422: 'blocked', 503: 'undetermined' });

/**
 * @param {string} worker its address
 * @param {import('../scenario.mjs').Scenario} scenario
 * @param {import('../run-scenario.js').Place} place
 * @returns {Promise<import('../run-scenario.js').Observation>}
 */
export async function runScreening(worker, scenario, place) {
  const begun = performance.now();
  const { body, type } = await bodyOf(scenario, place);
  const abort = abortOf(scenario);
  const kind = `${mayTimeOut(scenario) ? 'quick' : 'patient'}`;
  const how = scenario.lookup ? kind : kind === 'quick' ? 'quick-unknown' : 'unknown';
  const signal = AbortSignal.any([abort.signal, AbortSignal.timeout(place.deadline)]);
  const headers = { 'content-type': type, 'x-gateway-scan': place.name };
  /** @type {import('../run-scenario.js').Observation} */
  const observation = {
    ...{ end: 'hangs', verdict: null, outcomes: [], error: null, events: [], oddities: [] },
    ...{ knownId: null, ms: 0, msAfterAbort: null },
  };
  try {
    const address = `${worker}screen/${scenario.api}/${how}`;
    const isCounted = scenario.source !== 'stream';
    const { status, text, said } = await post(address, headers, body, isCounted, signal);
    observation.events.push(text, ...said);
    Object.assign(observation, answered(status, text, sha256(body)));
  } catch (error) {
    if (abort.signal.aborted) observation.end = 'aborted';
    else if (!signal.aborted) Object.assign(observation, failed(String(error)));
  } finally {
    abort.end();
  }
  observation.ms = performance.now() - begun;
  if (abort.signal.aborted) observation.msAfterAbort = performance.now() - abort.at();
  return observation;
}

/**
 * Sends a body by a connection of its own: one that is used again may just be closed by the other side.
 * @param {string} address
 * @param {Record<string, string | number>} headers
 * @param {Uint8Array} body
 * @param {boolean} isCounted whether its length is stated
 * @param {AbortSignal} signal
 */
async function post(address, headers, body, isCounted, signal) {
  const length = isCounted ? { 'content-length': body.length } : { 'transfer-encoding': 'chunked' };
  const init = { method: 'POST', agent: false, headers: { ...headers, ...length }, signal };
  const sending = request(address, init);
  // After the answer nobody waits for it any more.
  sending.on('error', () => {});
  const answer = once(sending, 'response');
  sending.end(body);
  const [response] = await answer;
  const text = Buffer.concat(await response.toArray()).toString();
  return { status: response.statusCode, text, said: response.rawHeaders };
}

/** @param {number} status @param {string} text @param {string} sent the hash of what was sent */
function answered(status, text, sent) {
  if (status === 200) {
    const { screening, sha256 } = JSON.parse(text);
    const { verdict } = screening;
    const oddities = sha256 === sent ? [] : ['what was delivered is not what was sent'];
    if (verdict !== 'allowed') oddities.push(`what is ${verdict} was delivered`);
    return { end: 'answered', verdict, outcomes: screening.files.map(outcome), oddities };
  }
  const verdict = STATUS[status];
  if (!verdict) return failed(`HTTP ${status}: ${text}`);
  return { end: 'answered', verdict, outcomes: (JSON.parse(text).files ?? []).map(outcome) };
}

/** Whatever it is: no client has to expect it. @param {string} what */
const failed = (what) => ({ end: 'failed', error: { isOurs: false, code: null, texts: [what] } });

/** @param {{ verdict: string, reason: string }} file */
const outcome = ({ verdict, reason }) => ({ verdict, reason, via: 'preScreen' });

/** One file is the body, several are a form. @param {import('../scenario.mjs').Scenario} scenario @param {import('../run-scenario.js').Place} place */
async function bodyOf(scenario, place) {
  const files = await makeFiles(scenario, place);
  const [first] = files;
  if (files.length === 1 && first) return { body: first, type: 'application/octet-stream' };
  const form = new FormData();
  files.forEach((bytes, index) => form.append('file', new Blob([bytes]), `file ${index}.txt`));
  const whole = new Response(form);
  const type = whole.headers.get('content-type') ?? '';
  return { body: new Uint8Array(await whole.arrayBuffer()), type };
}

/** The client hangs up. @param {import('../scenario.mjs').Scenario} scenario */
function abortOf({ abort }) {
  const controller = new AbortController();
  let at = 0;
  const now = () => {
    at = performance.now();
    controller.abort();
  };
  if (abort?.phase === 'before') now();
  // Nobody tells a client how far it is.
  const timer = abort && setTimeout(now, abort.afterMs * 10);
  return { signal: controller.signal, at: () => at, end: () => clearTimeout(timer ?? undefined) };
}

/** @param {Uint8Array} bytes */
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
