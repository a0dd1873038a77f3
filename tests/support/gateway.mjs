// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/**
 * Starts a local gateway of its own on a free port, unless told. It ends with this process at the latest.
 * @param {string[]} options
 */
export async function startGateway(...options) {
  const program = process.env.GATEWAY_BIN;
  if (!program) throw new Error('GATEWAY_BIN names no gateway: run `npm test`');
  const usual = ['--exit-with-stdin', '--log', 'warn'];
  if (!options.includes('--port')) usual.push('--port', '0');
  if (!options.includes('--step-delay')) usual.push('--step-delay', '2');
  const child = spawn(program, [...usual, ...options], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    exited.then(([code]) => Promise.reject(new Error(`the gateway ended with code ${code}`))),
  ]);
  const address = String(line).replace('listening on ', '');

  /** @param {string} call @param {object} body */
  async function command(call, body) {
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    const response = await fetch(`${address}/_gateway/${call}`, init);
    if (!response.ok) throw new Error(await response.text());
  }

  return {
    address,
    /** Has calls of an operation go wrong from now on. @param {string} operation @param {string} fault */
    misbehave: (operation, fault) => command('faults', { operation, fault }),
    /** Ends that. */
    behave: () => command('faults/clear', {}),
    async stop() {
      child.stdin.end();
      await exited;
    },
    /** Ends it as a crash does. */
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
