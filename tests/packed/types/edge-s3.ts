import { preScreen } from 'metadefender-wasm/edge';
import { nodePlatform } from 'metadefender-wasm/edge/node';
import {
  presignUpload,
  s3Bucket,
  type PresignedUpload,
  type S3BucketOptions,
  type S3Credentials,
} from 'metadefender-wasm/edge/s3';

const credentials: S3Credentials = { accessKeyId: 'id', secretAccessKey: 'secret' };
const options: S3BucketOptions = {
  url: 'https://storage.example.com/uploads',
  region: 'eu-central-1',
  credentials: async () => ({ ...credentials, sessionToken: 'token' }),
  platform: nodePlatform(),
  timeout: 10_000,
};
const bucket = s3Bucket(options);
// A Worker needs no platform.
s3Bucket({ url: options.url, credentials });
preScreen({
  platform: nodePlatform(),
  baseUrl: 'https://metadefender.example.com',
  secret: 'secret',
  holding: { bucket },
  store: { bucket },
});

export const upload: Promise<PresignedUpload> = presignUpload({
  ...{ url: options.url, region: 'auto', credentials },
  ...{ key: 'a', size: 1, type: 'text/plain', sha256: '', expires: 60 },
});
// @ts-expect-error It is good for one content only.
void presignUpload({ url: options.url, credentials, key: 'a', size: 1, type: 'text/plain' });

// @ts-expect-error The name of the bucket is in its address.
s3Bucket({ url: options.url, credentials, bucket: 'uploads' });
// @ts-expect-error Credentials are two.
s3Bucket({ url: options.url, credentials: { accessKeyId: 'id' } });
