import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { pathToFileURL } from 'node:url';
import { connect, init } from 'metadefender-wasm';
import core from 'metadefender-wasm/core.wasm';
import { verifyVerdict } from 'metadefender-wasm/edge/verify';

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

export async function trusted(request: IncomingMessage, sha256: string) {
  const secret = process.env['VERDICT_SECRET'] ?? '';
  const { files, signedAt } = await verifyVerdict(request.headers, { secret, maxAge: 60, sha256 });
  return files.map(({ dataId }) => `${dataId} ${signedAt.toISOString()}`);
}

export const fetched = (request: Request) => verifyVerdict(request.headers, { secret: ['', ''] });
