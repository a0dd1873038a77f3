// @ts-check
import { preScreen } from 'metadefender-wasm/edge';
import { remoteBucket } from './remote-bucket.js';

/** @typedef {{ SINK: string, BUCKET: string }} Env */

export default {
  fetch: preScreen((/** @type {Env} */ { SINK, BUCKET }) => ({
    baseUrl: SINK,
    secret: 'a secret of a benchmark, 32 or more',
    origin: SINK,
    holding: { bucket: remoteBucket(BUCKET) },
    maxSize: 1e9,
    // The sink does not hash the uploads.
    undetermined: () => 'forward',
    onError() {},
  })),
};
