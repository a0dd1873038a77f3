// The import map of a page does not apply in workers.
import {
  connect,
  digest,
  MetaDefenderError,
} from '../../../node_modules/metadefender-wasm/dist/browser.js';
import { observe } from '../observe.js';

self.onmessage = async ({ data: gateway }) => {
  const observed = observe({ connect, digest, MetaDefenderError }, gateway);
  self.postMessage(await observed.catch((error) => `it failed: ${error}`));
};
