// @ts-check
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../support/free-port.mjs';
import { startGateway } from '../../support/gateway.mjs';

/** Longer than any test, so that an analysis never ends on its own. */
const NEVER = '600000';

/** A gateway that can be killed and restarted, at the same address, without its state. */
export async function startMortalGateway() {
  const port = await freePort();
  // A killed gateway leaves its open scans there.
  const spool = await mkdtemp(join(tmpdir(), 'metadefender-wasm-spool-'));
  /** @type {Awaited<ReturnType<typeof startGateway>> | undefined} */
  let gateway;

  async function kill() {
    await gateway?.kill();
    gateway = undefined;
  }

  return {
    address: `http://127.0.0.1:${port}`,
    /** @param {{ isSlow?: boolean }} [options] `isSlow`: its analyses never end */
    async start({ isSlow = false } = {}) {
      await kill();
      const delay = isSlow ? NEVER : '2';
      gateway = await startGateway('--port', `${port}`, '--spool', spool, '--step-delay', delay);
    },
    /** Ends it like a crash. */
    kill,
    async stop() {
      await gateway?.stop();
      await rm(spool, { recursive: true });
    },
  };
}
