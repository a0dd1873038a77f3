// @ts-check
import { forward } from './forward.js';
import { created, storeFiles } from './store.js';
/** @import { Screening } from '../edge.js' */
/** @import { Message } from './forward.js' */
/** @import { Holding } from './holding/hold.js' */
/** @import { FileTask } from './scan-files.js' */
/** @import { Work } from './work.js' */

/**
 * What came of a delivery: the answer, and what is known of it later.
 * @typedef {{ response: Response, known: { answered?: number, files?: unknown[] } }} Delivery
 */

/**
 * Brings what passed to where it goes: the bucket, or the origin.
 * @param {Message} message
 * @param {FileTask[]} tasks
 * @param {Screening} screening
 * @param {Holding} held
 * @param {Work} work
 * @returns {Promise<Delivery>}
 */
export async function deliver(message, tasks, screening, held, work) {
  if (work.settings.store) {
    const files = await storeFiles(message, tasks, screening, held, work);
    return { response: created(files), known: { files } };
  }
  const response = await forward(message, await held.body(), screening, work, held.size);
  return { response, known: { answered: response.status } };
}
