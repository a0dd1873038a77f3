// @ts-check
import { asIncoming, asOutgoing, handleNodeRequest } from './node-handler.js';

/** @type {typeof import('../../edge-node.js').fastifyHook} */
export function fastifyHook(handler) {
  return (request, reply, _payload, done) => {
    handleNodeRequest(handler, asIncoming(request.raw), asOutgoing(reply.raw), () => done()).then(
      (isAnswered) => {
        // The response is sent: Fastify must not send another one.
        if (isAnswered) reply.hijack();
      },
      (error) => done(error),
    );
  };
}
