// @ts-check
import { forward } from './forward.js';
import { createdResponse, storeFiles } from './store.js';
/** @import { Screening } from '../edge.js' */
/** @import { RequestHead } from './forward.js' */
/** @import { Holding } from './holding/hold.js' */
/** @import { FileTask } from './scan-files.js' */
/** @import { Work } from './work.js' */

/**
 * The response to the client, and what a status URL will say of the delivery.
 * @typedef {{ response: Response, known: { answered?: number, files?: unknown[] } }} Delivery
 */

/**
 * Stores the files in the bucket, or sends the request to the origin.
 * @param {RequestHead} head
 * @param {FileTask[]} tasks
 * @param {Screening} screening
 * @param {Holding} holding
 * @param {Work} work
 * @returns {Promise<Delivery>}
 */
export async function deliver(head, tasks, screening, holding, work) {
  if (work.settings.store) {
    const files = await storeFiles(head, tasks, screening, holding, work);
    return { response: createdResponse(files), known: { files } };
  }
  const response = await forward(head, await holding.body(), screening, work, holding.size);
  return { response, known: { answered: response.status } };
}
