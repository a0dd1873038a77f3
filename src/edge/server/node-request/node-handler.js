// @ts-check
import { AsyncLocalStorage } from 'node:async_hooks';
import { MetaDefenderError } from '../../../entry/error.js';
import { restartBody } from './restart-body.js';
import { setVerdictHeaders } from './verdict-headers.js';
import { bodyRefused, hasUnreadableBody, webRequest } from './web-request.js';
import { writeResponse } from './write-response.js';
/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { Handler } from '../../edge.js' */

/**
 * A Node request that a handler is processing.
 * @typedef {object} Exchange
 * @property {IncomingMessage} incoming
 * @property {ServerResponse} outgoing
 * @property {(() => void) | undefined} next
 * @property {boolean} isPassedOn
 */

/** @type {AsyncLocalStorage<Exchange>} */
const exchanges = new AsyncLocalStorage();

/** Marks an origin that needs the client's connection: its uploads are never finished in the background. */
const NEEDS_CONNECTION = Symbol.for('metadefender-wasm.needs-connection');

/**
 * Passes a Node request to a handler. Resolves when the response is sent, or the request is passed on.
 * @param {Handler} handler
 * @param {IncomingMessage} incoming
 * @param {ServerResponse} outgoing
 * @param {() => void} [next]
 * @returns {Promise<boolean>} whether the handler sent the response
 */
export async function handleNodeRequest(handler, incoming, outgoing, next) {
  /** @type {Exchange} */
  const exchange = { incoming, outgoing, next, isPassedOn: false };
  if (hasUnreadableBody(incoming)) {
    await writeResponse(bodyRefused(), incoming, outgoing);
    return true;
  }
  const request = webRequest(incoming, outgoing);
  // The process keeps running, so nothing has to wait for the tasks after the response.
  const context = { waitUntil() {} };
  const handle = () => handler(request, undefined, context);
  // Only toNext asks for it, and while there is one, each promise of the process costs more.
  const response = await (next ? exchanges.run(exchange, handle) : handle());
  if (exchange.isPassedOn) return false;
  await writeResponse(response, incoming, outgoing);
  return true;
}

/** What is given is Node's own. @param {import('../../edge-node.js').NodeRequest} request */
export const asIncoming = (request) =>
  /** @type {IncomingMessage} */ (/** @type {unknown} */ (request));

/** What is given is Node's own. @param {import('../../edge-node.js').NodeResponse} response */
export const asOutgoing = (response) =>
  /** @type {ServerResponse} */ (/** @type {unknown} */ (response));

/** @type {typeof import('../../edge-node.js').nodeHandler} */
export function nodeHandler(handler) {
  if (typeof handler !== 'function')
    throw new MetaDefenderError(
      'invalid-input',
      'nodeHandler takes a handler, such as that of preScreen',
    );
  return (request, response, next) => {
    const outgoing = asOutgoing(response);
    handleNodeRequest(handler, asIncoming(request), outgoing, next).catch((error) => {
      if (next) next(error);
      else outgoing.destroy(error);
    });
  };
}

/** @type {typeof import('../../edge-node.js').toNext} */
export const toNext = Object.assign(passOn, { [NEEDS_CONNECTION]: true });

/**
 * Lets the next middleware read the held body, and waits until it has sent its response.
 * @param {Request} request
 * @returns {Promise<Response>}
 */
async function passOn(request) {
  const exchange = exchanges.getStore();
  if (!exchange?.next || exchange.isPassedOn) {
    throw new Error('toNext only works inside nodeHandler, koaMiddleware or fastifyHook');
  }
  const { incoming, outgoing, next } = exchange;
  const closed = new Promise((resolve) => outgoing.once('close', resolve));
  setVerdictHeaders(incoming, request.headers);
  const letGo = request.body ? restartBody(incoming, request.body) : undefined;
  exchange.isPassedOn = true;
  next();
  if (!outgoing.closed) await closed;
  // What has not been read by now is no longer needed.
  letGo?.();
  // A placeholder that is never sent: the framework has sent its own response.
  return new Response(null);
}
