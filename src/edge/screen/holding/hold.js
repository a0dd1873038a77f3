// @ts-check
import { ProblemError } from '../../problem.js';
import { BucketHolding } from './bucket.js';
import { MemoryShare } from './isolate-memory.js';
import { memoryExhausted, MemoryHolding } from './memory.js';
import { SpillingHolding } from './spilling.js';
/** @import { Budget } from '../budget.js' */
/** @import { ScreenSettings } from '../settings.js' */
/** @import { MultipartBucket } from './spilling.js' */

/** Holds a body until its verdict is known. @typedef {MemoryHolding | BucketHolding | SpillingHolding} Holding */

/**
 * Chooses where to hold a body: in memory if it is small and there is room, otherwise in the bucket.
 * @param {number | undefined} length
 * @param {string} key in the bucket
 * @param {ScreenSettings} settings
 * @param {Budget} budget
 * @returns {Holding}
 */
export function chooseHolding(length, key, settings, budget) {
  const { bucket, memory, isolateMemory, platform } = settings;
  const share = new MemoryShare(isolateMemory);
  if (length === undefined) {
    return canHoldAnyLength(bucket)
      ? new SpillingHolding(bucket, key, share, memory, budget, platform)
      : new MemoryHolding(share, { limit: memory, holdsBlobs: platform.holdsBlobs });
  }
  const isSmall = length <= memory;
  if (isSmall && share.hasRoomFor(length)) {
    return new MemoryHolding(share, { length, limit: memory, holdsBlobs: platform.holdsBlobs });
  }
  if (bucket) return new BucketHolding(bucket, key, length, platform).begin();
  if (isSmall) throw memoryExhausted();
  throw new ProblemError('too-large', {
    detail: `without a bucket to hold it in (holding.bucket), a body may have ${memory} bytes`,
  });
}

/** @param {ScreenSettings['bucket']} bucket @returns {bucket is MultipartBucket} */
const canHoldAnyLength = (bucket) => typeof bucket?.createMultipartUpload === 'function';
