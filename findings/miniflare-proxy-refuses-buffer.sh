#!/usr/bin/env bash
# Miniflare 4.20260426.0: `put` of the R2 bucket that `getR2Bucket()` gives a Node program rejects with an AssertionError for a `Buffer`, and
# stores the same bytes as a `Uint8Array`. A Buffer is a Uint8Array, and R2's `put` takes any ArrayBufferView.
#
# Why it matters here: tests that put what they have read from a file, or made by `Buffer.from()`, hand over a plain Uint8Array.
#
# Seen on 2026-11-30:
#   Buffer: AssertionError; Uint8Array: 5 bytes
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts miniflare@4.20260426.0

cat >try.js <<'JS'
import { Miniflare } from 'miniflare';

const miniflare = new Miniflare({ modules: true, script: 'export default {}', r2Buckets: ['BUCKET'] });
const bucket = await miniflare.getR2Bucket('BUCKET');
const put = async (bytes) => {
  try {
    await bucket.put('key', bytes);
    return `${(await bucket.head('key')).size} bytes`;
  } catch (error) {
    return error.name;
  }
};
const seen = `Buffer: ${await put(Buffer.from('hello'))}; Uint8Array: ${await put(new Uint8Array(Buffer.from('hello')))}`;
await miniflare.dispose();
console.log(seen);
process.exit(seen === 'Buffer: AssertionError; Uint8Array: 5 bytes' ? 0 : 1);
JS
node try.js
