// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { environment, program, sample } from './bundler.mjs';

/**
 * Starts Vite's dev server in the folder of a sample, on a free port.
 * @param {string} name
 * @param {'vite' | 'vite-7'} version
 */
export async function startVite(name, version) {
  const server = spawn(process.execPath, [program(version), '--port=0'], {
    cwd: sample(name),
    env: environment(),
    // It ends with its standard input, that is with this process at the latest.
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(server, 'exit');
  const address = await Promise.race([
    addressIn(server.stdout),
    exited.then(([code]) => Promise.reject(new Error(`Vite ended with code ${code}`))),
  ]);
  return {
    address,
    async stop() {
      server.kill();
      await exited;
    },
  };
}

/** @param {import('node:stream').Readable} output */
function addressIn(output) {
  return new Promise((resolve) => {
    createInterface(output).on('line', (line) => {
      const address = /Local:\s+(http\S+)/.exec(line)?.[1];
      if (address) resolve(address);
    });
  });
}
