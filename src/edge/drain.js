// @ts-check
import { withTimeout } from './with-timeout.js';

/** @import { Platform } from './edge.js' */

/** How much of a refused body is read in Workers, and how long a client may pause. */
const MAX_BYTES = 2 << 20;
const IDLE_TIMEOUT_MS = 1_000;

/**
 * Reads the rest of a refused body. Many clients that are still sending see a broken connection instead of an early
 * response. Node's server closes the connection if the body is not read to its end, so there all of it is read, for as
 * long as the platform says.
 * @param {{ read(): Promise<{ done?: boolean, value?: Uint8Array }> }} reader
 * @param {Pick<Platform, 'drainTimeout'>} platform
 */
export async function drain(reader, { drainTimeout }) {
  const until = Date.now() + drainTimeout;
  try {
    for (let left = drainTimeout > 0 ? Infinity : MAX_BYTES; left > 0;) {
      const { value, done } = await withTimeout(IDLE_TIMEOUT_MS, undefined, () => reader.read());
      if (done) return;
      left -= value?.length ?? 0;
      if (drainTimeout > 0 && Date.now() > until) return;
    }
  } catch {
    // The client has disconnected: nobody is left to read the response.
  }
}
