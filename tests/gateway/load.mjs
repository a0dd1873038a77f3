// @ts-check
// 200 uploads of 10 MiB at the same time, and what they cost. Linux only, for /proc.
//
//   cargo build --profile tools -p metadefender-gateway && node tests/gateway/load.mjs [UPLOADS] [MIB]

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { createInterface } from 'node:readline';

const uploads = Number(process.argv[2] ?? 200);
const size = Number(process.argv[3] ?? 10) * 2 ** 20;
const program = new URL('../../target/tools/metadefender-gateway', import.meta.url).pathname;

const options = [
  '--port',
  '0',
  '--exit-with-stdin',
  '--log',
  'off',
  '--clamd',
  'none',
  '--step-delay',
  '0',
];
const gateway = spawn(program, options, { stdio: ['pipe', 'pipe', 'inherit'] });
const [line] = await new Promise((resolve) =>
  createInterface(gateway.stdout).once('line', (...it) => resolve(it)),
);
const url = line.replace('listening on ', '');

/** Private memory in MiB, without mapped files. */
const memory = () =>
  Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${gateway.pid}/status`, 'utf8'))?.[1]) / 1024;

const content = Buffer.alloc(size - 8);
for (let index = 0; index < content.length; index++) content[index] = (index * 7) % 251;
const agent = new http.Agent({ keepAlive: true, maxSockets: Infinity });

/**
 * @param {string} path
 * @param {Buffer[]} [chunks]
 */
function call(path, chunks) {
  return new Promise((resolve, reject) => {
    const request = http.request(url + path, { agent, method: chunks ? 'POST' : 'GET' });
    request.on('error', reject).on('response', async (response) => {
      try {
        let text = '';
        for await (const piece of response.setEncoding('utf8')) text += piece;
        if (response.statusCode !== 200) throw new Error(`${response.statusCode} ${text}`);
        resolve(JSON.parse(text));
      } catch (error) {
        reject(error);
      }
    });
    if (chunks) request.setHeader('Content-Length', size);
    for (const chunk of chunks ?? []) request.write(chunk);
    request.end();
  });
}

/** @param {number} number */
async function upload(number) {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(number);
  const { data_id } = await call('/file', [head, content]);
  uploaded = performance.now();
  for (;;) {
    const report = await call(`/file/${data_id}`);
    if (report.process_info?.progress_percentage === 100) {
      const expected = createHash('sha256').update(head).update(content).digest('hex');
      if (report.file_info.sha256.toLowerCase() !== expected) throw new Error('a wrong hash');
      if (report.process_info.result !== 'Allowed')
        throw new Error(report.process_info.blocked_reason);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const before = memory();
let peak = before;
const watch = setInterval(() => (peak = Math.max(peak, memory())), 20);
const begun = performance.now();
let uploaded = begun;
const results = await Promise.allSettled(
  Array.from({ length: uploads }, (_, number) => upload(number)),
);
const ended = performance.now();
clearInterval(watch);

const failed = results.filter((it) => it.status === 'rejected');
for (const { reason } of failed.slice(0, 5)) console.error(reason);
const seconds = (/** @type {number} */ time) => ((time - begun) / 1000).toFixed(1);
console.log(
  `${uploads} uploads of ${size / 2 ** 20} MiB: ${failed.length} failed, uploaded in ${seconds(uploaded)} s, ` +
    `analysed in ${seconds(ended)} s, memory ${before.toFixed(0)} MiB before and ${peak.toFixed(0)} MiB at most`,
);
agent.destroy();
gateway.stdin.end();
process.exitCode = failed.length ? 1 : 0;
