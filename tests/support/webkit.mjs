// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './free-port.mjs';
import { newSession } from './webdriver.mjs';
import { startXvfb } from './xvfb.mjs';

/** Starts WebKitGTK's MiniBrowser by the driver that WEBKIT_DRIVER names. */
export async function launchWebKit() {
  const program = process.env.WEBKIT_DRIVER;
  if (!program) throw new Error('WEBKIT_DRIVER names no driver: run `npm test`');
  const xvfb = await startXvfb();
  // The driver cannot choose one itself.
  const port = await freePort();
  const { WAYLAND_DISPLAY, ...env } = process.env;
  const driver = spawn(program, [`--port=${port}`], {
    env: { ...env, DISPLAY: xvfb.display, GDK_BACKEND: 'x11' },
    stdio: 'ignore',
  });
  const address = `http://127.0.0.1:${port}`;
  const exited = once(driver, 'exit');
  const stop = async () => {
    driver.kill();
    await exited;
    await xvfb.stop();
  };
  try {
    const session = await Promise.race([
      ready(driver, address).then(() => newSession(address)),
      exited.then(([code]) => Promise.reject(new Error(`${program} ended with code ${code}`))),
    ]);
    return { ...session, close: () => session.close().finally(stop) };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * The driver does not say when it is.
 * @param {import('node:child_process').ChildProcess} driver
 * @param {string} address
 */
async function ready(driver, address) {
  const answers = () => fetch(`${address}/status`).catch(() => null);
  while (driver.exitCode === null && !(await answers())?.ok) await pause(10);
}
