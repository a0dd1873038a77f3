// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Starts an X server without a screen, the one that XVFB names. */
export async function startXvfb() {
  const program = process.env.XVFB;
  if (!program) throw new Error('XVFB names no X server: run `npm test`');
  const args = ['-displayfd', '3', '-nolisten', 'tcp', '-terminate'];
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  const said = /** @type {import('node:stream').Readable} */ (child.stdio[3]);
  const [number] = await Promise.race([
    once(said, 'data'),
    exited.then(([code]) => Promise.reject(new Error(`Xvfb ended with code ${code}`))),
  ]);
  return {
    display: `:${String(number).trim()}`,
    async stop() {
      child.kill();
      await exited;
    },
  };
}
