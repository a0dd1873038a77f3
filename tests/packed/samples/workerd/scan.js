// Scans uploads while streaming them.
import { connect } from 'metadefender-wasm';

export default {
  /**
   * @param {Request} request
   * @param {{ GATEWAY: string, SERVICE?: { fetch: typeof fetch } }} env
   */
  async fetch(request, env) {
    const fetch = env.SERVICE?.fetch.bind(env.SERVICE);
    const metadefender = await connect({ baseUrl: env.GATEWAY, fetch });
    try {
      const { verdict, digests } = await metadefender.scan(request, {
        filename: 'upload.bin',
        poll: { initialDelay: 1, maxDelay: 5 },
      });
      return Response.json({ verdict, ...digests });
    } catch (error) {
      return Response.json({ code: error.code, message: error.message }, { status: 502 });
    }
  },
};
