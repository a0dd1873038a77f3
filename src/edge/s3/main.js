// @ts-check

export { presignUpload } from './presign-upload.js';
export { s3Bucket } from './s3-bucket.js';
