import module from 'metadefender-wasm/core.wasm';
import { digest, init } from 'metadefender-wasm/slim';

export default {
  /** @param {Request} request */
  async fetch(request) {
    await init(module);
    return Response.json(await digest(request));
  },
};
