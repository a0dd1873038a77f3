#!/usr/bin/env bash
# workerd 1.20261117.1 (and 1.20260426.1): when a client hangs up while the handler of its request still waits, the handler's promise
# is given up: neither its `catch` nor its `finally` ever runs. What the handler held is not collected either: the Request, the
# ExecutionContext and every local variable stay in the isolate's heap, 1.7 KB and more for each such request, until the isolate
# ends. It makes no difference whether the client is known to be gone (`enable_request_signal`), whether a timer or a fetch was
# waited for, or how long one waits and collects garbage afterwards. A good engineer would expect that what is cancelled is freed.
#
# Why it matters here: `npm run soak -- workerd` counts what is left of each request. A handler should hold little while it waits:
# src/edge/pump.js lets go of its buffer before the answer is waited for, and what Rust holds is freed, as an abort ends its calls.
#
# Seen on 2026-11-30, after 640 requests whose clients hung up:
#   Request: all alive; ExecutionContext: all alive; 0 finally
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --no-audit --no-fund workerd@1.20261117.1 ws@8.18.3

cat >worker.js <<'JS'
let [begun, finallies] = [0, 0];
export default {
  async fetch(request, env, context) {
    if (request.url.endsWith('/counts')) return Response.json({ begun, finallies });
    begun += 1;
    try {
      await new Promise((resolve) => setTimeout(resolve, 3_600_000));
      return new Response(`${request.url} ${context}`);
    } finally {
      finallies += 1;
    }
  },
};
JS

cat >config.capnp <<'CAPNP'
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [ (name = "main", worker = .worker) ],
  sockets = [ (name = "http", http = (), service = "main") ],
);
const worker :Workerd.Worker = (
  modules = [ (name = "worker", esModule = embed "worker.js") ],
  compatibilityDate = "2026-04-01",
  compatibilityFlags = ["enable_request_signal"],
);
CAPNP

cat >try.js <<'JS'
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { createServer } from 'node:net';
import WebSocket from 'ws';

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}
const [port, inspector] = [await freePort(), await freePort()];
const options = [`--socket-addr=http=127.0.0.1:${port}`, `--inspector-addr=127.0.0.1:${inspector}`];
const child = spawn('node_modules/.bin/workerd', ['serve', 'config.capnp', ...options], { stdio: 'ignore' });
const url = `http://127.0.0.1:${port}`;
const counts = async () => (await fetch(`${url}/counts`)).json();
while (!(await counts().catch(() => false)));

const hangUp = () =>
  new Promise((resolve) => {
    const asked = request(url, { agent: false }).on('error', resolve).end();
    setTimeout(() => asked.destroy(), 50);
  });
for (let round = 0; round < 40; round += 1) await Promise.all(Array.from({ length: 16 }, hangUp));
await new Promise((resolve) => setTimeout(resolve, 2000));

const [{ webSocketDebuggerUrl }] = await (await fetch(`http://127.0.0.1:${inspector}/json`)).json();
const socket = new WebSocket(webSocketDebuggerUrl, { perMessageDeflate: false });
await once(socket, 'open');
let [id, snapshot] = [0, ''];
const answers = new Map();
socket.on('message', (data) => {
  const message = JSON.parse(String(data));
  if (message.method === 'HeapProfiler.addHeapSnapshotChunk') snapshot += message.params.chunk;
  answers.get(message.id)?.(true);
});
// The isolate looks at the inspector's messages when it is at work.
async function send(method) {
  let isAnswered = false;
  socket.send(JSON.stringify({ id: ++id, method }));
  answers.set(id, () => (isAnswered = true));
  while (!isAnswered) await counts();
}
await send('HeapProfiler.collectGarbage');
await send('HeapProfiler.takeHeapSnapshot');
const { nodes, strings, snapshot: { meta } } = JSON.parse(snapshot);
const alive = (name) => {
  let count = 0;
  for (let at = 0; at < nodes.length; at += meta.node_fields.length) {
    if (strings[nodes[at + 1]] === `workerd / ${name}`) count += 1;
  }
  return count;
};
const { begun, finallies } = await counts();
const all = (name) => (alive(name) === begun ? 'all' : `${alive(name)} of ${begun}`);
console.log(`Request: ${all('Request')} alive; ExecutionContext: ${all('ExecutionContext')} alive; ${finallies} finally`);
socket.terminate();
child.kill('SIGKILL');
JS

said=$(node try.js)
echo "$said"
[[ $said == 'Request: all alive; ExecutionContext: all alive; 0 finally' ]] || {
  echo 'workerd behaves otherwise now' >&2
  exit 1
}
