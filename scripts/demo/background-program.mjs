// @ts-check
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Failure } from '../lib/failure.mjs';

const READY_WITHIN = 60_000;
const END_WITHIN = 3_000;

/**
 * Starts a server that runs until its standard input ends, and waits until it is ready.
 * @param {object} program
 * @param {string} program.name in words
 * @param {string} program.command
 * @param {string[]} program.args
 * @param {import('node:child_process').SpawnOptions} [program.options]
 * @param {RegExp} program.ready a line of its output
 * @param {(line: string) => void} program.onLine for each other line
 */
export async function startProgram({ name, command, args, options, ready, onLine }) {
  // Detached, so that the terminal's Ctrl-C ends this process first, which then ends the program.
  const child = spawn(command, args, {
    ...options,
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
          if (ready.test(line)) resolve();
          else onLine(line);
        });
      })
    ),
    ended.then((how) => Promise.reject(new Failure(`${name} did not start: ${how}`))),
    new Promise((_, reject) => {
      timeout.onabort = () => {
        kill(child);
        reject(new Failure(`${name} was not ready within ${READY_WITHIN / 1000} s`));
      };
    }),
  ]);
  timeout.onabort = null;

  return {
    ended,
    async stop() {
      child.stdin.end();
      const impatience = setTimeout(() => kill(child), END_WITHIN);
      await ended;
      clearTimeout(impatience);
    },
  };
}

/** Ends it and its child processes. @param {import('node:child_process').ChildProcess} child */
function kill({ pid }) {
  try {
    if (pid) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
