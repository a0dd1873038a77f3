// @ts-check
import { PREFIX, signedHeaders } from '../verdict-signature.js';
import { ProblemError } from '../problem.js';
import { TimeoutError, withTimeout } from '../with-timeout.js';
import { reportFailure } from './work.js';
/** @import { Screening } from '../edge.js' */
/** @import { Work } from './work.js' */

/**
 * A request without its body, or what is left of it.
 * @typedef {object} RequestHead
 * @property {string} method
 * @property {string} url
 * @property {Headers} headers
 */

/** Headers of one connection (RFC 9110, 7.6.1), or that fetch sets itself. */
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
 * Headers that `Connection` cannot remove: a client that names them tries to make the origin see another request (RFC
 * 9110, 7.6.1, forbids it).
 */
const END_TO_END =
  /^(?:cookie|authorization|content-.*|x-forwarded-.*|forwarded|host|accept(?:-.*)?|origin|referer)$/;

/** How long an origin may take to respond, besides the time for the body. */
const ORIGIN_TIMEOUT_MS = 100_000;
/** Of what comes next in the same process, which has its own limits. The longest that a timer takes. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;
/** How fast an origin has to read the body. */
const MIN_BYTES_PER_MS = 1 << 10;

/** @type {Screening} */
const EMPTY_SCREENING = { verdict: 'allowed', files: [] };

/**
 * Sends a request to the origin and returns its response.
 * @param {RequestHead} message
 * @param {Blob | Uint8Array<ArrayBuffer> | ReadableStream | null} body
 * @param {Screening | undefined} screening sent along in signed headers
 * @param {Work} work
 * @param {number} [size] of the body, bytes
 */
export async function forward({ method, url, headers }, body, screening, work, size = 0) {
  const { settings, budget } = work;
  const sentHeaders = endToEndHeaders(headers);
  if (screening) {
    for (const [name, value] of await verdictHeaders(screening, settings.secret))
      sentHeaders.set(name, value);
  }
  if (body) {
    for (const [name, value] of settings.platform.bodyHeaders(size)) sentHeaders.set(name, value);
  }
  budget.spendReserved();
  try {
    return await withTimeout(
      settings.handsOver ? ORIGIN_TIMEOUT_MS + size / MIN_BYTES_PER_MS : MAX_TIMEOUT_MS,
      budget.disconnectSignal,
      (signal) => {
        const init = {
          method,
          headers: sentHeaders,
          body,
          redirect: /** @type {const} */ ('manual'),
          signal,
          // The standard requires it for streams; workerd does not.
          ...{ duplex: 'half' },
        };
        return sendToOrigin(originUrl(settings.origin, url), init, screening, settings);
      },
    );
  } catch (error) {
    reportFailure(error, settings);
    throw new ProblemError('origin-unreachable', { mayHaveArrived: error instanceof TimeoutError });
  }
}

/**
 * @param {string} url
 * @param {RequestInit} init
 * @param {Screening | undefined} screening
 * @param {Work['settings']} settings
 */
function sendToOrigin(url, init, screening, { origin, platform }) {
  if (typeof origin === 'function') {
    return origin(new Request(url, init), screening ?? EMPTY_SCREENING);
  }
  if (typeof origin === 'object') return origin.fetch(new Request(url, init));
  // Not as a Request, which would keep a copy of bytes.
  return platform.fetch(url, init);
}

/** @param {Screening} screening @param {string} secret */
function verdictHeaders({ verdict, files }, secret) {
  const statement = {
    verdict,
    dataIds: files.map(({ dataId = '' }) => dataId),
    sha256: files.map(({ sha256 }) => sha256),
  };
  return signedHeaders(statement, secret);
}

/** @param {Work['settings']['origin']} origin @param {string} url */
function originUrl(origin, url) {
  const { pathname, search } = new URL(url);
  // Concatenated, not resolved: a path that begins with two slashes would become another host.
  return typeof origin === 'string' ? origin + pathname + search : url;
}

/** The headers to pass on, without any that could be taken for the Worker's own. @param {Headers} headers */
export function endToEndHeaders(headers) {
  const connectionOptions = (headers.get('connection') ?? '').toLowerCase().split(/[\s,]+/);
  const kept = new Headers();
  for (const [name, value] of headers) {
    // CGI (RFC 3875, 4.1.18) does not tell `_` from `-`.
    const isVerdict = name.replaceAll('_', '-').startsWith(PREFIX);
    const isOfHop = connectionOptions.includes(name) && !END_TO_END.test(name);
    if (!isVerdict && !isOfHop && !HOP_BY_HOP.includes(name)) kept.append(name, value);
  }
  // A WebSocket request has no body. Other upgrades (h2c) would bypass the screening of later requests.
  const isWebSocket = /^websocket$/i.test(headers.get('upgrade') ?? '');
  if (isWebSocket) kept.set('upgrade', 'websocket');
  return kept;
}
