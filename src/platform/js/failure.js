import { get } from './object.js';

/** A failure of the host. `code` is an ErrorCode, or 'aborted' with the reason of the signal as `cause`. */
export class HostFailure {
  /**
   * @param {string} code
   * @param {string} message
   * @param {unknown} [cause] what the runtime threw
   */
  constructor(code, message, cause) {
    this.code = code;
    this.message = message;
    this.cause = cause;
  }
}

/** A file or stream that could not be read. @param {unknown} [cause] */
export const unreadable = (cause) =>
  new HostFailure(
    'invalid-input',
    'the file could not be read: it was changed, moved or removed since it was chosen, or its stream failed',
    cause,
  );

/** A request without a response. @param {unknown} [cause] */
export function noAnswer(cause) {
  const distrust = certificateFailure(cause);
  const message = distrust
    ? `the server's certificate is not trusted (${distrust}): NODE_EXTRA_CA_CERTS adds one, in Deno DENO_CERT`
    : 'no answer: is the server running, does baseUrl name it, and does it allow this origin (CORS)?';
  return new HostFailure('network', message, cause);
}

/** OpenSSL's codes, which Node and Bun report, and Deno's message. Browsers do not report the reason. */
const CERTIFICATE =
  /\b(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT)[A-Z_]+|invalid peer certificate: \w+/;

/** The maximum length of the chain of causes that is searched. */
const MAX_CAUSES = 5;

/** Why the certificate of a server was refused, if that is the reason of the error. @param {unknown} error */
function certificateFailure(error) {
  for (let depth = 0; error && depth < MAX_CAUSES; depth++) {
    const words = [get(error, 'code'), get(error, 'message')].filter(isString).join();
    const found = CERTIFICATE.exec(words);
    if (found) return found[0];
    error = get(error, 'cause');
  }
  return undefined;
}

/** @param {unknown} value */
const isString = (value) => typeof value === 'string';

/** A header that cannot be sent. The runtime's own error repeats its value, which may be a key. */
export const refusedHeader = () =>
  new HostFailure('invalid-input', 'a header is not one that can be sent');

/** Why a call with this signal must not continue; `undefined` if it may. @param {AbortSignal | undefined} signal */
export function abortFailure(signal) {
  return signal?.aborted ? new HostFailure('aborted', '', signal.reason) : undefined;
}

/** Throws if the signal is aborted already. @param {AbortSignal | undefined} signal */
export function throwIfAborted(signal) {
  if (signal?.aborted) throw abortFailure(signal);
}

/** Turns an error of the runtime while a file is read into `unreadable`. @param {unknown} cause */
export const readFailure = (cause) => (cause instanceof HostFailure ? cause : unreadable(cause));
