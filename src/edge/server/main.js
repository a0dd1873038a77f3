// @ts-check

export { folderBucket } from './bucket/folder-bucket.js';
export { memoryBucket } from './bucket/memory-bucket.js';
export { memoryCache } from './memory-cache.js';
export { memoryRateLimiter } from './memory-rate-limiter.js';
export { fastifyHook } from './node-request/fastify-hook.js';
export { koaMiddleware } from './node-request/koa-middleware.js';
export { nodeHandler, toNext } from './node-request/node-handler.js';
export { nodePlatform } from './node-platform.js';
export { folderQueue } from './queue/folder-queue.js';
export { memoryQueue } from './queue/memory-queue.js';
export { sqliteQueue } from './queue/sqlite-queue.js';
