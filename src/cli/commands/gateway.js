// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ExitCode } from '../exit-code.js';
import { Failure } from '../failure.js';

const PROGRAM = 'metadefender-gateway';
/** The program in a checkout of the repository. */
const BUILT = fileURLToPath(new URL(`../target/tools/${PROGRAM}`, import.meta.url));

/**
 * Runs the local gateway with these options until it ends.
 * @param {string[]} options
 * @param {AbortSignal} signal
 */
export async function gateway(options, signal) {
  const program = process.env.METADEFENDER_GATEWAY || (existsSync(BUILT) ? BUILT : PROGRAM);
  const child = spawn(program, options, { stdio: 'inherit', signal, killSignal: 'SIGTERM' });
  try {
    const [code] = await once(child, 'exit');
    return code === 0 ? ExitCode.allowed : ExitCode.undetermined;
  } catch (error) {
    if (signal.aborted) return ExitCode.undetermined;
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code !== 'ENOENT') throw new Failure(`${program} does not start: ${message}`);
    throw new Failure(
      `the local gateway is not installed. It comes with the repository of metadefender-wasm, not with the package: in a checkout, \`npm start\` builds and starts it, and \`cargo install --path tests/gateway\` puts ${PROGRAM} on the PATH; or METADEFENDER_GATEWAY names it`,
    );
  }
}
