// @ts-check
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Failure } from '../lib/failure.mjs';

const READY_WITHIN = 30_000;
const END_WITHIN = 3_000;

/**
 * Starts the gateway and waits until it listens.
 * @param {string} program
 * @param {number} port
 */
export async function startGateway(program, port) {
  // It ends when its standard input does, so it cannot outlive this process. Detached, so that the
  // terminal's Ctrl-C ends this process first, which then ends the gateway.
  const child = spawn(program, ['--port', String(port), '--exit-with-stdin'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  child.stdin.on('error', () => {});
  /** @type {Promise<string>} says how it ended */
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });

  const timeout = AbortSignal.timeout(READY_WITHIN);
  await Promise.race([
    /** @type {Promise<void>} */ (
      new Promise((resolve) => {
        createInterface(child.stdout).on('line', (line) => {
          if (line.startsWith('listening on ')) resolve();
          else console.log(line);
        });
      })
    ),
    ended.then((how) => Promise.reject(new Failure(`the gateway did not start: ${how}`))),
    new Promise((_, reject) => {
      timeout.onabort = () => {
        child.kill('SIGKILL');
        reject(new Failure(`the gateway was not ready within ${READY_WITHIN / 1000} s`));
      };
    }),
  ]);
  timeout.onabort = null;

  return {
    ended,
    async stop() {
      child.stdin.end();
      const impatience = setTimeout(() => child.kill('SIGKILL'), END_WITHIN);
      await ended;
      clearTimeout(impatience);
    },
  };
}
