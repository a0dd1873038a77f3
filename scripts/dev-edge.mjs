// @ts-check
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { build } from './build.mjs';
import { addDemo, DEMO } from './demo/edge-site.mjs';
import { startGateway } from './demo/gateway-process.mjs';
import { assertFree, HOST, portFrom } from './demo/port.mjs';
import { stopSignal } from './demo/stop-signal.mjs';
import { startWorker } from './demo/worker-process.mjs';
import { entry } from './lib/entry.mjs';
import { Failure } from './lib/failure.mjs';
import { step } from './lib/step.mjs';
import { copyExample, example } from './setup/example.mjs';
import { gateway } from './setup/gateway.mjs';

/**
 * Sets everything up, then runs the example Worker in workerd until Ctrl-C, with the demo page among its assets, in
 * front of a local gateway that requires a key, which only the Worker has.
 */
async function devEdge() {
  const port = portFrom('PORT', 8080);
  const gatewayPort = portFrom('GATEWAY_PORT', 8899);
  await assertFree(port, 'PORT');
  await assertFree(gatewayPort, 'GATEWAY_PORT');

  await build();
  const program = await gateway();
  const folder = copyExample(await example());
  const key = secret();
  /** @type {Awaited<ReturnType<typeof startGateway>>[]} */
  const running = [];
  try {
    addDemo(folder);
    const backend = await startGateway(program, gatewayPort, '--api-key', key, '--require-key');
    running.push(backend);
    const worker = await step('Starting the Worker', () =>
      startWorker(folder, port, {
        METADEFENDER_URL: `http://${HOST}:${gatewayPort}`,
        METADEFENDER_KEY: key,
        HANDLE_SECRET: secret(),
        VERDICT_SECRET: secret(),
        INBOX_URL: `http://localhost:${port}/dev-inbox`,
        S3_KEY_ID: 'local',
        S3_SECRET: secret(),
      }),
    );
    running.push(worker);
    printAddresses(port, gatewayPort);
    await Promise.race([
      stopSignal(),
      backend.ended.then((how) => Promise.reject(new Failure(`the gateway stopped: ${how}`))),
      worker.ended.then((how) => Promise.reject(new Failure(`the Worker stopped: ${how}`))),
    ]);
  } finally {
    for (const { stop } of running.reverse()) await stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

const secret = () => randomBytes(32).toString('hex');

/**
 * @param {number} port
 * @param {number} gatewayPort
 */
function printAddresses(port, gatewayPort) {
  const worker = `http://localhost:${port}`;
  console.log(`
  Demo page      ${worker}${DEMO}?gateway=/scan
  Upload form    ${worker}/
  Large files    ${worker}/large.html, straight to the bucket
  Local gateway  http://localhost:${gatewayPort}, by a key that only the Worker has

  Drop a file on the page. Ctrl-C stops them all (they listen on ${HOST} only).`);
}

await entry(import.meta, devEdge);
