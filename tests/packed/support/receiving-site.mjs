// @ts-check
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { formDataOf } from '../../support/form-data.mjs';
import { staticFiles } from '../../support/static-server.mjs';
import { runBundler } from './bundler.mjs';
import { importTool, inConsumer } from './consumer.mjs';
import { proxy } from './upload-site.mjs';

/** @typedef {{ name: string, meta: Record<string, string | null>, size: number, verdict: string, sha256?: string }} Received */

/**
 * Builds a page of samples/uploaders by Vite, as it is published.
 * @param {string} page
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function builtUploader(page, env = {}) {
  const folder = inConsumer('samples', 'uploaders');
  const root = inConsumer('uploaders', [page, ...Object.values(env)].join('-'));
  const args = ['build', '--emptyOutDir', '--outDir', root];
  await runBundler(folder, 'vite', args, { ...env, PAGE: join(folder, page) });
  return root;
}

/**
 * A site with an uploader: its page, a proxy to MetaDefender at /scan, and what receives: a tus server at /files, which has what it received
 * checked again, as a page can be made to say anything; /form; and /bucket, whose addresses /s3/params answers as Companion does.
 * @param {string} gateway its address
 * @param {string} root where the page is
 */
export async function startReceivingSite(gateway, root) {
  const { Server } = await importTool('@tus/server');
  const { FileStore } = await importTool('@tus/file-store');
  const { connect } = await importTool('metadefender-wasm');
  const directory = await mkdtemp(join(tmpdir(), 'metadefender-wasm-'));
  const metadefender = await connect({ baseUrl: gateway });
  /** @type {Received[]} */
  const received = [];
  /** @type {Record<string, string>[]} */
  const presigned = [];
  /** @type {FormData[]} */
  const forms = [];
  const tus = new Server({
    path: '/files',
    datastore: new FileStore({ directory }),
    async onUploadFinish(/** @type {any} */ _request, /** @type {any} */ { id, metadata, size }) {
      const file = pathToFileURL(join(directory, id));
      // Without an upload: the service knows it, if it was scanned.
      const { verdict, digests } = await metadefender.scan(file, { upload: false });
      const { sha256 } = digests;
      received.push({ name: metadata.filename, meta: metadata, size, verdict, sha256 });
      return {};
    },
  });
  const files = staticFiles({}, root);
  const held = { scans: gate(), uploads: gate() };
  let submitted = 0;

  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    if (url.startsWith('/files')) {
      if (method === 'PATCH') await held.uploads.open;
      tus.handle(request, response);
    } else if (url.startsWith('/form')) {
      forms.push(await formDataOf(request));
      response.setHeader('Content-Type', 'application/json').end('{"url":"/"}');
    } else if (url.startsWith('/s3/params')) {
      const { searchParams } = new URL(url, 'http://localhost');
      presigned.push(Object.fromEntries(searchParams));
      const to = { method: 'POST', url: `http://${headers.host}/bucket`, fields: { key: 'key' } };
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(to));
    } else if (url === '/bucket') {
      await formDataOf(request);
      response.writeHead(201, { Location: '/bucket/key', ETag: '"1"' }).end();
    } else if (url.startsWith('/scan/')) {
      const path = url.slice('/scan'.length);
      if (method === 'POST' && path === '/file') submitted += 1;
      if (method === 'GET' && path.startsWith('/file/')) await held.scans.open;
      if (!response.destroyed) proxy(request, response, gateway + path);
    } else files(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    address: `http://127.0.0.1:${port}`,
    /** What the tus server got, and found. */
    received,
    /** What is asked before something is sent to /bucket. */
    presigned,
    forms,
    /** Keep back what the gateway says of analyses, and what the tus server takes. */
    scans: held.scans,
    uploads: held.uploads,
    /** How many files were sent to be scanned, since this was reset. */
    submitted: () => submitted,
    reset() {
      submitted = received.length = forms.length = presigned.length = 0;
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      await rm(directory, { recursive: true });
    },
  };
}

/** Open, until it is held. */
function gate() {
  return {
    open: Promise.resolve(),
    hold() {
      this.open = new Promise((resolve) => (this.release = resolve));
    },
    release() {},
  };
}
