// @ts-check
import { asIncoming, asOutgoing, handleNodeRequest } from './node-handler.js';

/** @type {typeof import('../../edge-node.js').koaMiddleware} */
export function koaMiddleware(handler) {
  return (context, next) =>
    new Promise((resolve, reject) => {
      const passOn = () => void Promise.resolve(next()).then(() => resolve(), reject);
      const { req, res } = context;
      handleNodeRequest(handler, asIncoming(req), asOutgoing(res), passOn).then((isAnswered) => {
        if (!isAnswered) return;
        // The response is sent: Koa must not send another one.
        context.respond = false;
        resolve();
      }, reject);
    });
}
