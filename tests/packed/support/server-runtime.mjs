// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { CONSUMER } from './consumer.mjs';

/**
 * A runtime as a child process that runs cases as samples/server/cases.mjs does, one after the
 * other.
 * @param {string} command
 * @param {string[]} args
 */
export function serverRuntime(command, args) {
  const child = spawn(command, args, { cwd: CONSUMER, stdio: 'pipe' });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (complaints += text));
  const ended = once(child, 'close');
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

  return {
    /**
     * @param {[group: string, name: string, gateway: string]} which
     * @returns {Promise<string | null>}
     */
    async runCase(...which) {
      child.stdin.write(`${JSON.stringify(which)}\n`);
      const { value, done } = await answers.next();
      if (!done) return JSON.parse(value).problem;
      const [code, signal] = await ended;
      throw new Error(`${command} ended with ${signal ?? `code ${code}`}: ${complaints}`);
    },
    /** Fails unless it ends by itself then, and has printed nothing else. */
    async stop() {
      child.stdin.end();
      const [code, signal] = await ended;
      if (code !== 0 || complaints)
        throw new Error(`code ${code}, signal ${signal}: ${complaints}`);
    },
  };
}
