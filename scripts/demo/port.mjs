// @ts-check
import { createServer } from 'node:net';
import { Failure } from '../lib/failure.mjs';

/** The servers only listen on this machine. */
export const HOST = '127.0.0.1';

/**
 * The port in an environment variable; fails if it is not a port.
 * @param {string} variable
 * @param {number} usual
 */
export function portFrom(variable, usual) {
  const text = process.env[variable];
  if (!text) return usual;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new Failure(`${variable} is not a port: ${text}`);
}

/**
 * @param {import('node:net').Server} server
 * @param {number} port
 * @param {string} variable names another port
 * @returns {Promise<void>}
 */
export function listen(server, port, variable) {
  return new Promise((resolve, reject) => {
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      const problem = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${error.code})`;
      reject(new Failure(`port ${port} ${problem}: choose another by ${variable}=…`));
    });
    server.listen(port, HOST, resolve);
  });
}

/**
 * Fails if the port is in use.
 * @param {number} port
 * @param {string} variable
 */
export async function assertFree(port, variable) {
  const server = createServer();
  await listen(server, port, variable);
  await new Promise((resolve) => server.close(resolve));
}
