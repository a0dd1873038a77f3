// @ts-check
import { PREFIX } from '../../verdict-signature.js';
/** @import { IncomingMessage } from 'node:http' */

/** CGI (RFC 3875, 4.1.18) does not tell `_` from `-`. @param {string} name */
const isVerdictHeader = (name) => name.toLowerCase().replaceAll('_', '-').startsWith(PREFIX);

/**
 * Sets the verdict headers of a request, in place of any that the client sent.
 * @param {IncomingMessage} incoming
 * @param {Headers} headers
 */
export function setVerdictHeaders(incoming, headers) {
  const verdict = [...headers].filter(([name]) => isVerdictHeader(name));
  const kept = Object.entries(incoming.headers).filter(([name]) => !isVerdictHeader(name));
  const distinct = Object.entries(incoming.headersDistinct).filter(
    ([name]) => !isVerdictHeader(name),
  );
  const raw = incoming.rawHeaders.flatMap((name, at, all) =>
    at % 2 === 0 && !isVerdictHeader(name) ? [name, String(all[at + 1])] : [],
  );
  incoming.headers = Object.fromEntries([...kept, ...verdict]);
  incoming.headersDistinct = Object.fromEntries([
    ...distinct,
    ...verdict.map(([name, value]) => [name, [value]]),
  ]);
  incoming.rawHeaders = [...raw, ...verdict.flat()];
}
