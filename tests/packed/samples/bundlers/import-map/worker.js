// An import map is the page's: it does not hold in workers.
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
