import { connect, digest, MetaDefenderError } from 'metadefender-wasm';
import { observe } from '../observe.js';

self.onmessage = async ({ data: gateway }) => {
  const observed = observe({ connect, digest, MetaDefenderError }, gateway);
  self.postMessage(await observed.catch((error) => `it failed: ${error}`));
};
