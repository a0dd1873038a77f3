// @ts-check
import { preScreen } from 'metadefender-wasm/edge';

/** @typedef {{ SINK: string, HOLDING: any }} Env */

export default {
  fetch: preScreen((/** @type {Env} */ { SINK, HOLDING }) => ({
    baseUrl: SINK,
    secret: 'a secret of a benchmark, 32 or more',
    origin: SINK,
    holding: { bucket: HOLDING },
    maxSize: 1e9,
    // The sink does not hash what it is sent.
    undetermined: () => 'forward',
    onError() {},
  })),
};
