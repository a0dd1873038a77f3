#!/usr/bin/env bash
# Deno 2.9.5, node:http: a request that is destroyed while its answer is waited for is sent again, body and all, where its connection
# was used before (keep-alive, the default). The second one nobody waits for, and nobody can end. On a connection of its own
# (`agent: false`) it is not.
#
# Why it matters here: an upload that was aborted, or ran out of time, was sent once more behind the client's back: a second
# analysis of the same file. src/platform/js/http.js gives each upload its own connection.
#
# Seen on 2026-11-30:
#   shared  2 requests arrived
#   own     1 request arrived
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --no-audit --no-fund @deno/linux-x64-glibc@2.9.5

cat >server.mjs <<'JS'
import { createServer } from 'node:http';

const arrived = {};
const server = createServer((request, response) => {
  const { url } = request;
  if (url === '/arrived') return response.end(JSON.stringify(arrived));
  arrived[url] = (arrived[url] ?? 0) + 1;
  request.resume();
  // /hang/… never answers.
  request.on('end', () => url.startsWith('/hang/') || response.end());
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
JS
cat >try.mjs <<'JS'
import assert from 'node:assert/strict';
import http from 'node:http';

const address = `http://127.0.0.1:${process.argv[2]}`;
const post = (path, options, isDestroyed) =>
  new Promise((resolve, reject) => {
    const request = http.request(address + path, { method: 'POST', ...options });
    request.on('response', (response) => response.resume().on('end', resolve));
    request.on('error', isDestroyed ? () => {} : reject);
    request.setHeader('content-length', '100');
    request.end(new Uint8Array(100));
    if (isDestroyed) setTimeout(() => resolve(request.destroy()), 300);
  });
for (const [name, options, expected] of [
  ['shared', {}, 2],
  ['own', { agent: false }, 1],
]) {
  await post('/ok', options, false);
  await post(`/hang/${name}`, options, true);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const arrived = (await (await fetch(`${address}/arrived`)).json())[`/hang/${name}`];
  console.log(name.padEnd(7), arrived, arrived === 1 ? 'request arrived' : 'requests arrived');
  assert.equal(arrived, expected);
}
process.exit();
JS
node server.mjs >port &
server=$!
trap 'kill "$server"; rm -rf "$folder"' EXIT
until [ -s port ]; do sleep 0.1; done
node_modules/@deno/linux-x64-glibc/deno run --allow-all try.mjs "$(cat port)"
