// @ts-check
import { Refusal } from '../problem.js';
import { BucketHolding } from './bucket.js';
import { MemoryShare } from './isolate-memory.js';
import { MemoryHolding, memoryIsUsed } from './memory.js';
/** @import { Budget } from '../budget.js' */
/** @import { Settings } from '../options.js' */

/** Where a body is until its verdict is there. @typedef {MemoryHolding | BucketHolding} Holding */

/**
 * The place for a body: memory where it is small and there is room, else the bucket.
 * @param {number | undefined} length
 * @param {string} key in the bucket
 * @param {Settings} settings
 * @param {Budget} budget
 * @returns {Holding}
 */
export function hold(length, key, settings, budget) {
  const { bucket, memory, isolateMemory } = settings;
  const share = new MemoryShare(isolateMemory);
  if (length === undefined) return new MemoryHolding(share, { limit: memory });
  const isSmall = length <= memory;
  if (isSmall && share.hasRoomFor(length)) {
    return new MemoryHolding(share, { length, limit: memory });
  }
  if (bucket) return new BucketHolding(bucket, key, length, budget).begin();
  if (isSmall) throw memoryIsUsed();
  throw new Refusal('too-large', {
    detail: `without a bucket to hold it in (holding.bucket), a body may have ${memory} bytes`,
  });
}
