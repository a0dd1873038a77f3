// @ts-check
import { drain } from './drain.js';
/** @import { Platform } from './edge.js' */

/**
 * Reads the body of a request that is refused without it, if the platform would otherwise close the connection.
 * @param {Request} request
 * @param {Platform} platform
 */
export async function refuseBody({ body, bodyUsed }, platform) {
  if (!body || bodyUsed || body.locked || platform.drainTimeout === 0) return;
  const reader = body.getReader();
  await drain(reader, platform);
  reader.cancel().catch(() => {});
}
