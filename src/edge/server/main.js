// @ts-check

export { folderBucket } from './bucket/folder-bucket.js';
export { memoryBucket } from './bucket/memory-bucket.js';
export { memoryCache } from './memory-cache.js';
export { memoryRateLimiter } from './memory-rate-limiter.js';
export { nodePlatform } from './node-platform.js';
export { folderQueue } from './queue/folder-queue.js';
export { memoryQueue } from './queue/memory-queue.js';
export { sqliteQueue } from './queue/sqlite-queue.js';
