// @ts-check
// Uploads in Node with dispatchers of the undici package: proxies, and agents with the user's certificate.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import * as http from 'node:http';
import * as https from 'node:https';
import { connect as connectTo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { run } from '../../scripts/lib/run.mjs';
import { LOCALHOST } from '../support/localhost-certificate.mjs';
import { CONSUMER } from './support/consumer.mjs';

const CONTENT = randomBytes(3_000_000);
const SHA256 = createHash('sha256').update(CONTENT).digest('hex');

let folder = '';
let path = '';
let proxied = 0;
/** @type {string[]} */
let uploads = [];

/** @param {http.IncomingMessage} request @param {http.ServerResponse} response */
async function take(request, response) {
  const hash = createHash('sha256');
  for await (const chunk of request) hash.update(chunk);
  uploads.push(`${request.headers['content-length']} ${hash.digest('hex')}`);
  response.end('{"data_id":"one"}');
}

const servers = {
  http: http.createServer(take),
  https: https.createServer(LOCALHOST, take),
  // undici requests a tunnel, or sends the absolute URL.
  proxy: http
    .createServer((request, response) => {
      proxied += 1;
      const { method, headers, url = '' } = request;
      const onwards = http.request(url, { method, headers }, (answer) => answer.pipe(response));
      request.pipe(onwards);
    })
    .on('connect', ({ url }, socket, head) => {
      proxied += 1;
      const onwards = connectTo(Number(url?.split(':').at(-1)), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connected\r\n\r\n');
        onwards.write(head);
        socket.pipe(onwards).pipe(socket);
      });
      for (const end of [socket, onwards]) end.on('error', () => {});
    }),
};
/** @type {Record<string, string>} */
const addresses = {};

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'metadefender-wasm-'));
  path = join(folder, 'random.bin');
  await writeFile(path, CONTENT);
  for (const [name, server] of Object.entries(servers)) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    addresses[name] = `${name === 'https' ? 'https' : 'http'}://127.0.0.1:${port}`;
  }
});
after(async () => {
  for (const server of Object.values(servers)) server.close().closeAllConnections();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  uploads = [];
  proxied = 0;
});

/**
 * @param {string} name of the package
 * @param {string} kind of dispatcher
 * @param {string} [address]
 */
async function upload(name, kind, address = '') {
  const args = ['samples/server/dispatcher.mjs', name, kind, address, path];
  const env = { ...process.env, PROXY: addresses.proxy, CA: LOCALHOST.cert };
  return (await run(process.execPath, args, { cwd: CONSUMER, env })).trim();
}

// undici 8 does not run in Node 20.
for (const name of ['undici-6', 'undici-7']) {
  for (const kind of [
    'Agent',
    'RetryAgent',
    'an agent with interceptors',
    'ProxyAgent',
    'EnvHttpProxyAgent',
  ]) {
    for (const scheme of ['http', 'https']) {
      test(`${name}, ${kind}: a file is uploaded by ${scheme}`, async () => {
        assert.equal(await upload(name, kind, addresses[scheme]), 'one');
        assert.deepEqual(uploads, [`${CONTENT.length} ${SHA256}`]);
        assert.equal(proxied > 0, kind.endsWith('ProxyAgent'));
      });
    }
  }

  test(`${name}, MockAgent: nothing is sent`, async () => {
    assert.equal(await upload(name, 'MockAgent', addresses.http), 'mocked');
    assert.deepEqual(uploads, []);
  });
}
