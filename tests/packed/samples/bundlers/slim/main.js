import wasm from 'metadefender-wasm/core.wasm';
import { connect, digest, init, MetaDefenderError } from 'metadefender-wasm/slim';
import { observe } from '../observe.js';
import { gateway, show } from '../output.js';

const loaded = init(wasm);
show(
  'page',
  loaded.then(() => observe({ connect, digest, MetaDefenderError }, gateway)),
);
