// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { newSession } from './webdriver.mjs';
import { startXvfb } from './xvfb.mjs';

/** Starts WebKitGTK's MiniBrowser by the driver that WEBKIT_DRIVER names. */
export async function launchWebKit() {
  const program = process.env.WEBKIT_DRIVER;
  if (!program) throw new Error('WEBKIT_DRIVER names no driver: run `npm test`');
  const xvfb = await startXvfb();
  const port = await freePort();
  const { WAYLAND_DISPLAY, ...env } = process.env;
  const driver = spawn(program, [`--port=${port}`], {
    env: { ...env, DISPLAY: xvfb.display, GDK_BACKEND: 'x11' },
    stdio: 'ignore',
  });
  const exited = once(driver, 'exit');
  const address = `http://127.0.0.1:${port}`;
  await Promise.race([
    listening(address),
    exited.then(([code]) => Promise.reject(new Error(`${program} ended with code ${code}`))),
  ]);
  const session = await newSession(address);
  return {
    ...session,
    async close() {
      await session.close();
      driver.kill();
      await exited;
      await xvfb.stop();
    },
  };
}

/** The driver does not say when it is ready. @param {string} address */
async function listening(address) {
  while (!(await fetch(`${address}/status`).catch(() => null))?.ok) await pause(10);
}

/** The driver cannot choose one itself. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}
