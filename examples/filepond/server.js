// The page, a proxy for its scans, and a tus server that keeps only files that MetaDefender allows.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';
import express from 'express';
import { connect } from 'metadefender-wasm';
import { scanProxy } from 'metadefender-wasm/edge';
import { memoryCache, nodeHandler, nodePlatform } from 'metadefender-wasm/edge/node';

const { METADEFENDER_URL, METADEFENDER_KEY, HANDLE_SECRET } = process.env;
const { DATA = 'data', PORT = '3000' } = process.env;
const service = { baseUrl: METADEFENDER_URL, apiKey: METADEFENDER_KEY };

// The page scans files through this proxy, so that the key stays on the server.
const platform = nodePlatform();
const scan = scanProxy({ ...service, platform, secret: HANDLE_SECRET, cache: memoryCache() });

// A page can send anything, so every upload is checked here. If the page has scanned the file, this takes only a lookup.
const metadefender = await connect(service);
const uploads = new Server({
  path: '/files',
  datastore: new FileStore({ directory: DATA }),
  relativeLocation: true,
  async onUploadFinish(_request, { id, metadata }) {
    const file = join(DATA, id);
    const { verdict, reason } = await metadefender.scan(pathToFileURL(file)).catch((error) => ({
      verdict: 'undetermined',
      reason: error.code,
    }));
    console.log(`${metadata?.filename ?? id}: ${verdict}, ${reason}`);
    if (verdict === 'allowed') return {};
    await Promise.all([rm(file, { force: true }), rm(`${file}.json`, { force: true })]);
    throw { status_code: 422, body: `This file is not allowed: ${reason}\n` };
  },
});

const app = express();
app.use('/scan', nodeHandler(scan));
app.all(['/files', '/files/*id'], (request, response) => uploads.handle(request, response));
app.use(express.static('dist'));

const server = app.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});
