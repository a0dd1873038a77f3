// @ts-check
import { PREFIX, signedHeaders } from '../verdict-signature.js';
import { Refusal } from './problem.js';
import { Late, within } from './within.js';
import { report } from './work.js';
/** @import { Screening } from '../edge.js' */
/** @import { Work } from './work.js' */

/**
 * A request without its body.
 * @typedef {object} Message
 * @property {string} method
 * @property {string} url
 * @property {Headers} headers
 */

/** Of one connection only (RFC 9110, 7.6.1), or made anew for the next one. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'content-length',
  'expect',
  'host',
];

/**
 * What `Connection` cannot take away: whoever names these would have the origin see another request than its sender's
 * (RFC 9110, 7.6.1, forbids it).
 */
const END_TO_END =
  /^(?:cookie|authorization|content-.*|x-forwarded-.*|forwarded|host|accept(?:-.*)?|origin|referer)$/;

/** How long an origin may take until it answers, ms, beside the time for the body. */
const PATIENCE = 100_000;
/** Bytes a millisecond at least, by which it takes the body. */
const PACE = 1 << 10;

/** @type {Screening} */
const NOTHING = { verdict: 'allowed', files: [] };

/**
 * Sends a request to the origin, whose answer is the answer.
 * @param {Message} message
 * @param {Blob | ReadableStream | null} body
 * @param {Screening | undefined} screening which the origin is told of, signed
 * @param {Work} work
 * @param {number} [size] of the body, bytes
 */
export async function forward({ method, url, headers }, body, screening, work, size = 0) {
  const { settings, budget } = work;
  const sent = forwarded(headers);
  if (screening) {
    for (const [name, value] of await signed(screening, settings.secret)) sent.set(name, value);
  }
  budget.take();
  try {
    return await within(PATIENCE + size / PACE, budget.gone, (signal) => {
      const request = new Request(addressAt(settings.origin, url), {
        method,
        headers: sent,
        body,
        redirect: 'manual',
        signal,
        // For a stream, by the standard; workerd does not ask.
        ...{ duplex: 'half' },
      });
      return send(request, screening ?? NOTHING, settings.origin);
    });
  } catch (error) {
    report(error, settings);
    throw new Refusal('origin-unreachable', { mayHaveArrived: error instanceof Late });
  }
}

/**
 * @param {Request} request
 * @param {Screening} screening
 * @param {Work['settings']['origin']} origin
 */
function send(request, screening, origin) {
  if (typeof origin === 'function') return origin(request, screening);
  return typeof origin === 'object' ? origin.fetch(request) : fetch(request);
}

/** @param {Screening} screening @param {string} secret */
function signed({ verdict, files }, secret) {
  const statement = {
    verdict,
    dataIds: files.map(({ dataId = '' }) => dataId),
    sha256: files.map(({ sha256 }) => sha256),
  };
  return signedHeaders(statement, secret);
}

/** @param {Work['settings']['origin']} origin @param {string} url */
function addressAt(origin, url) {
  const { pathname, search } = new URL(url);
  // Not resolved: a path that begins with two slashes would be another host.
  return typeof origin === 'string' ? new URL(origin).origin + pathname + search : url;
}

/** What of the headers goes on: nothing that could be taken for ours. @param {Headers} headers */
export function forwarded(headers) {
  const named = (headers.get('connection') ?? '').toLowerCase().split(/[\s,]+/);
  const kept = new Headers();
  for (const [name, value] of headers) {
    // Whoever reads headers as CGI does (RFC 3875, 4.1.18) takes `_` for `-`.
    const isVerdict = name.replaceAll('_', '-').startsWith(PREFIX);
    const isOfHop = named.includes(name) && !END_TO_END.test(name);
    if (!isVerdict && !isOfHop && !HOP_BY_HOP.includes(name)) kept.append(name, value);
  }
  // A WebSocket has no body. Other upgrades (h2c) would end the reading of requests here.
  const isWebSocket = /^websocket$/i.test(headers.get('upgrade') ?? '');
  if (isWebSocket) kept.set('upgrade', 'websocket');
  return kept;
}
