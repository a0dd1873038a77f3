// @ts-check

export { screenBucket } from './bucket-events/screen-bucket.js';
export { webPlatform } from './platform/web.js';
export { verifyVerdict } from './verify.js';
export { scanProxy } from './proxy/scan-proxy.js';
export { preScreen } from './screen/pre-screen.js';
export { preScreenQueue } from './screen/pre-screen-queue.js';
