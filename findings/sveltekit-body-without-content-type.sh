#!/usr/bin/env bash
# SvelteKit 2.70.4 on Node (`getRequest` of `@sveltejs/kit/node`, by which adapter-node, the preview and the development server make every
# Request): a POST whose body has no Content-Type reaches the endpoint with `body` null, and without an error. Content-Length or
# Transfer-Encoding are still among its headers. HTTP does not ask for a Content-Type: RFC 9110, 8.3 has the recipient take such content for
# application/octet-stream. What goes on to read it, reads an empty upload.
#
# Why it matters here: `preScreen` in a SvelteKit endpoint would judge the empty body, and hand it on. It answers 400 to a request that
# announces a body that the platform did not hand over (src/edge/screen/admit.js; tests/packed/edge-servers/fetch-frameworks.test.mjs). Known as sveltejs/kit#11842.
#
# Seen on 2026-11-30:
#   with Content-Type: 5 bytes; without: body null, content-length 5; chunked without: body null, transfer-encoding chunked
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps @sveltejs/kit@2.70.4

cat >try.js <<'JS'
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { getRequest } from '@sveltejs/kit/node';

const server = createServer(async (incoming, response) => {
  const received = await getRequest({ request: incoming, base: 'http://localhost' });
  const framing = ['content-length', 'transfer-encoding']
    .map((name) => [name, received.headers.get(name)])
    .filter(([, value]) => value !== null)
    .map((pair) => pair.join(' '));
  const bytes = (await received.clone().arrayBuffer()).byteLength;
  response.end(received.body === null ? `body null, ${framing}` : `${bytes} bytes`);
}).listen(0);
await once(server, 'listening');

async function post(headers) {
  const sending = request({ port: server.address().port, method: 'POST', headers, agent: false });
  sending.end('hello');
  const [response] = await once(sending, 'response');
  return String(Buffer.concat(await response.toArray()));
}
const seen = [
  `with Content-Type: ${await post({ 'content-type': 'application/octet-stream', 'content-length': 5 })}`,
  `without: ${await post({ 'content-length': 5 })}`,
  `chunked without: ${await post({ 'transfer-encoding': 'chunked' })}`,
].join('; ');
server.close();
console.log(seen);
const expected =
  'with Content-Type: 5 bytes; without: body null, content-length 5; chunked without: body null, transfer-encoding chunked';
process.exit(seen === expected ? 0 : 1);
JS
node try.js
