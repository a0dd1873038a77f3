#!/usr/bin/env bash
# Firefox 153.8.0esr: an ArrayBuffer in the list of what is transferred goes from a worker to its page, or from the page to a worker,
# without a copy. Sent from one worker to another through a MessagePort, it is detached just the same, but copied through the parent
# process, at some 8 ms of CPU a MiB: more than to hash it. The way by the page and back, with two postMessages for each buffer in
# place of one, takes a thirtieth of the time. In Chromium 156 the port is the faster one.
#
# Why it matters here: two workers of a page hash one file, one of which reads it. They pass its bytes by way of the page
# (src/platform/background/relay.js), where they had a MessagePort, and Firefox was told by its name to read the file twice.
#
# Seen on 2026-11-30, 128 buffers of 1 MiB, four at a time, the best of five:
#   by the page 31 ms, by a port 1164 ms: 37.5 times as long
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts puppeteer-core@24.43.1
apt-get -qq download firefox-esr=153.8.0esr-1~deb12u1
dpkg -x firefox-esr_*.deb .

cat >try.js <<'JS'
import { once } from 'node:events';
import { createServer } from 'node:http';
import { launch } from 'puppeteer-core';

// Sends buffers, four at a time, and takes them back.
const WORKER = `
  let port = self;
  let left = 0;
  let back = 0;
  const send = (buffer) => { left -= 1; port.postMessage(buffer, [buffer]); };
  const take = ({ data }) => {
    if (data.port) {
      port = data.port;
      port.onmessage = take;
    } else if (data.count) {
      left = back = data.count;
      for (let i = 0; i < 4; i += 1) send(new ArrayBuffer(1 << 20));
    } else if (back > 0) {
      back -= 1;
      if (left > 0) send(data);
      if (back === 0) self.postMessage('done');
    } else {
      port.postMessage(data, [data]);
    }
  };
  onmessage = take;`;

const server = createServer((request, response) => {
  const isPage = request.url === '/';
  response.setHeader('content-type', isPage ? 'text/html' : 'text/javascript');
  response.end(isPage ? '<!doctype html>' : WORKER);
}).listen(0);
await once(server, 'listening');
const browser = await launch({ browser: 'firefox', executablePath: './usr/lib/firefox-esr/firefox-esr', headless: true });
console.log(`# ${await browser.version()}`);
const page = await browser.newPage();
await page.goto(`http://127.0.0.1:${server.address().port}/`);
const [byPage, byPort] = await page.evaluate(async () => {
  const pass = async (isByPort) => {
    const [first, second] = [new Worker('/worker.js'), new Worker('/worker.js')];
    if (isByPort) {
      const { port1, port2 } = new MessageChannel();
      first.postMessage({ port: port1 }, [port1]);
      second.postMessage({ port: port2 }, [port2]);
    }
    const done = new Promise((resolve) => {
      first.onmessage = ({ data }) => (data === 'done' ? resolve() : second.postMessage(data, [data]));
      second.onmessage = ({ data }) => first.postMessage(data, [data]);
    });
    const begun = performance.now();
    first.postMessage({ count: 128 });
    await done;
    const took = performance.now() - begun;
    first.terminate();
    second.terminate();
    return took;
  };
  const best = [Infinity, Infinity];
  for (let round = 0; round < 5; round += 1) {
    for (const way of [0, 1]) best[way] = Math.min(best[way], await pass(way === 1));
  }
  return best;
});
await browser.close();
server.close();
const ratio = byPort / byPage;
console.log(`by the page ${Math.round(byPage)} ms, by a port ${Math.round(byPort)} ms: ${ratio.toFixed(1)} times as long`);
if (ratio < 3) {
  console.log('It copies no more.');
  process.exit(1);
}
JS
node try.js
