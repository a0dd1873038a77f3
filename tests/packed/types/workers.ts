import { connect, init } from 'metadefender-wasm/slim';
import core from 'metadefender-wasm/core.wasm';
import { connect as connectDefault } from 'metadefender-wasm';

interface Env {
  API: Fetcher;
  BUCKET: R2Bucket;
  KEY: string;
}

export default {
  async fetch(request, env) {
    await init(core satisfies WebAssembly.Module);
    const metadefender = await connect({
      baseUrl: 'https://metadefender.example',
      apiKey: env.KEY,
      headers: request.headers,
      fetch: (input, init) => env.API.fetch(input, init),
    });
    const { verdict } = await metadefender.scan(request);
    const stored = await env.BUCKET.get('name');
    if (stored) await metadefender.scan(stored.body, { contentLength: stored.size });
    if (request.body) await metadefender.analyze(request.body);
    const sent = (await request.formData()).get('file');
    if (sent instanceof File) await metadefender.scan(sent);
    return verdict === 'allowed' ? metadefender.downloadSanitized('id') : new Response(verdict);
  },
} satisfies ExportedHandler<Env>;

export const upstream = connectDefault({ baseUrl: 'https://metadefender.example', fetch });
