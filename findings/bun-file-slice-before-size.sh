#!/usr/bin/env bash
# Bun 1.4.5, Bun.file: a slice that is made before anybody has read the file's size guesses. slice(4) states a size of
# 4503599627370491, and slice(-3) has the first three bytes of the file by text() and none by stream(). Once `size` was read, the
# same calls are right. A file that does not exist has size 0.
#
# Why it matters here: a length that is sent or hashed by such a size is not the file's. src/platform/js/chunks.js compares
# the size with the bytes that come, and refuses the slice in words that name the remedy.
#
# Seen on 2026-11-29:
#   unread  slice(4): size 4503599627370491, 6 bytes; slice(-3): text "012", 0 bytes by stream
#   read    slice(4): size 6, 6 bytes; slice(-3): text "789", 3 bytes by stream
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --no-audit --no-fund @oven/bun-linux-x64@1.4.5

cat >try.js <<'JS'
import assert from 'node:assert/strict';

await Bun.write('digits', '0123456789');
const streamed = async (blob) => {
  let bytes = 0;
  for await (const chunk of blob.stream()) bytes += chunk.length;
  return bytes;
};
async function look(what, open) {
  const [rest, end] = [open().slice(4), open().slice(-3)];
  const seen = [rest.size, (await rest.arrayBuffer()).byteLength, await end.text(), await streamed(open().slice(-3))];
  console.log(`${what}  slice(4): size ${seen[0]}, ${seen[1]} bytes; slice(-3): text "${seen[2]}", ${seen[3]} bytes by stream`);
  return seen;
}
const unread = () => Bun.file('digits');
function read() {
  const file = unread();
  assert.equal(file.size, 10);
  return file;
}
assert.equal(Bun.version, '1.4.5');
assert.deepEqual(await look('unread', unread), [4503599627370491, 6, '012', 0]);
assert.deepEqual(await look('read  ', read), [6, 6, '789', 3]);
JS
node_modules/@oven/bun-linux-x64/bin/bun try.js
