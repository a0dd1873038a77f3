// @ts-check
/** @import { Bucket, MultipartUpload, PreScreenOptions } from '../edge.js' */
/** @import { Budget } from './budget.js' */

/**
 * An object whose methods of these names each count as one call, which may use the reserve.
 * @template {object} T
 * @param {T} target
 * @param {string[]} names
 * @param {Budget} budget
 * @returns {T}
 */
function countCalls(target, names, budget) {
  const methods = /** @type {Record<string, (...args: unknown[]) => unknown>} */ (target);
  const counted = names
    .filter((name) => typeof methods[name] === 'function')
    .map((name) => [
      name,
      (/** @type {unknown[]} */ ...args) => {
        budget.spendReserved();
        return methods[name]?.(...args);
      },
    ]);
  return Object.fromEntries(counted);
}

/**
 * A bucket that counts its calls, also those of uploads in parts.
 * @param {Bucket} bucket
 * @param {Budget} budget
 * @returns {Bucket}
 */
export function countedBucket(bucket, budget) {
  if (!budget.isLimited) return bucket;
  const methods = ['put', 'get', 'head', 'delete', 'deleteIf', 'createMultipartUpload'];
  const counted = countCalls(bucket, methods, budget);
  const { createMultipartUpload } = counted;
  if (createMultipartUpload) {
    counted.createMultipartUpload = async (...args) =>
      countedUpload(await createMultipartUpload(...args), budget);
  }
  return counted;
}

/** @param {MultipartUpload} upload @param {Budget} budget */
const countedUpload = (upload, budget) =>
  countCalls(upload, ['uploadPart', 'complete', 'abort'], budget);

/**
 * A queue that counts its calls.
 * @template {NonNullable<PreScreenOptions['queue']>} T
 * @param {T} queue
 * @param {Budget} budget
 * @returns {T}
 */
export const countedQueue = (queue, budget) =>
  budget.isLimited ? countCalls(queue, ['send'], budget) : queue;
