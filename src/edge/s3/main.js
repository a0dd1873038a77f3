// @ts-check

export { s3Bucket } from './s3-bucket.js';
