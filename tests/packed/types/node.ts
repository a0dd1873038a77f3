import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { connect, init } from 'metadefender-wasm';
import core from 'metadefender-wasm/core.wasm';

export async function service(path: string) {
  await init(await readFile(path));
  await init(core);
  const metadefender = await connect({
    baseUrl: 'http://localhost:8899',
    apiKey: process.env['METADEFENDER_KEY'],
    fetch: globalThis.fetch,
  });
  await metadefender.scan(pathToFileURL(path));
  await metadefender.scan(await readFile(path));
  await metadefender.scan(await openAsBlob(path));
  const response = await metadefender.download('id');
  await metadefender.scan(response, { contentLength: 1 });
  return response.body;
}
