// @ts-check
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Starts a script that serves, on ports that are free, and waits until it says that it does.
 * @param {string} script
 */
export async function startScript(script) {
  const [port, gatewayPort] = [await freePort(), await freePort()];
  const env = { ...process.env, PORT: `${port}`, GATEWAY_PORT: `${gatewayPort}` };
  const child = spawn(process.execPath, [script], { cwd: ROOT, env });
  const ended = once(child, 'exit');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => (output += data));
  }
  while (!output.includes('Drop a file on the page')) {
    const running = await Promise.race([once(child.stdout, 'data'), ended.then(() => false)]);
    assert.ok(running, output);
  }
  return {
    output,
    address: `http://localhost:${port}`,
    gateway: `http://localhost:${gatewayPort}`,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
