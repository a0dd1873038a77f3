// @ts-check
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../support/free-port.mjs';
import { startGateway } from '../../support/gateway.mjs';

/** Longer than any test: an analysis that never ends by itself. */
const NEVER = '600000';

/** A gateway that can be killed and started again, at the same address. It remembers nothing then. */
export async function startMortalGateway() {
  const port = await freePort();
  // A killed one leaves there what it was scanning.
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
    /** Ends it as a crash does. */
    kill,
    async stop() {
      await gateway?.stop();
      await rm(spool, { recursive: true });
    },
  };
}
