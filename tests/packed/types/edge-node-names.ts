// Every name that servers give the handlers. One less would not compile, one more is named by the test.
export {
  fastifyHook,
  folderBucket,
  folderQueue,
  koaMiddleware,
  memoryBucket,
  memoryCache,
  memoryQueue,
  memoryRateLimiter,
  nodeHandler,
  nodePlatform,
  sqliteQueue,
  toNext,
} from 'metadefender-wasm/edge/node';
export type {
  FolderBucketOptions,
  LocalQueue,
  LocalQueueOptions,
  NodeRequest,
  NodeResponse,
} from 'metadefender-wasm/edge/node';
