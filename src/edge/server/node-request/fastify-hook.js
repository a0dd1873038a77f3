// @ts-check
import { asIncoming, asOutgoing, handleNodeRequest } from './node-handler.js';

/** @type {typeof import('../../edge-node.js').fastifyHook} */
export function fastifyHook(handler) {
  return (request, reply, _payload, done) => {
    handleNodeRequest(handler, asIncoming(request.raw), asOutgoing(reply.raw), () => done()).then(
      (isAnswered) => {
        // Fastify has nothing more to say.
        if (isAnswered) reply.hijack();
      },
      (error) => done(error),
    );
  };
}
