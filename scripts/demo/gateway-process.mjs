// @ts-check
import { startProgram } from './background-program.mjs';

/**
 * Starts the gateway and waits until it listens.
 * @param {string} command
 * @param {number} port
 * @param {string[]} options
 */
export function startGateway(command, port, ...options) {
  return startProgram({
    name: 'the gateway',
    command,
    args: ['--port', String(port), '--exit-with-stdin', ...options],
    ready: /^listening on /,
    onLine: (line) => console.log(line),
  });
}
