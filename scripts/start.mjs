// @ts-check
import { build } from './build.mjs';
import { createDemoServer } from './demo-server.mjs';
import { startGateway } from './demo/gateway-process.mjs';
import { assertFree, HOST, listen, portFrom } from './demo/port.mjs';
import { stopSignal } from './demo/stop-signal.mjs';
import { entry } from './lib/entry.mjs';
import { Failure } from './lib/failure.mjs';
import { gateway } from './setup/gateway.mjs';

const USUAL_GATEWAY_PORT = 8899;

/** Sets everything up, then serves the local gateway and the demo page until Ctrl-C. */
async function start() {
  const port = portFrom('PORT', 8080);
  const gatewayPort = portFrom('GATEWAY_PORT', USUAL_GATEWAY_PORT);
  await assertFree(port, 'PORT');
  await assertFree(gatewayPort, 'GATEWAY_PORT');

  await build();
  const running = await startGateway(await gateway(), gatewayPort);
  const page = createDemoServer();
  try {
    await listen(page, port, 'PORT');
    printAddresses(port, gatewayPort);
    await Promise.race([
      stopSignal(),
      running.ended.then((how) => Promise.reject(new Failure(`the gateway stopped: ${how}`))),
    ]);
  } finally {
    page.close();
    page.closeAllConnections();
    await running.stop();
  }
}

/**
 * @param {number} port
 * @param {number} gatewayPort
 */
function printAddresses(port, gatewayPort) {
  const address = `http://localhost:${gatewayPort}`;
  const query = gatewayPort === USUAL_GATEWAY_PORT ? '' : `?gateway=${encodeURIComponent(address)}`;
  console.log(`
  Local gateway  ${address}
  Demo page      http://localhost:${port}/${query}

  Drop a file on the page. Ctrl-C stops both (they listen on ${HOST} only).`);
}

await entry(import.meta, start);
