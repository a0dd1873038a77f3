import { connect, digest, MetaDefenderError } from 'metadefender-wasm';
import { observe } from '../observe.js';

const [, , gateway] = process.argv;
const observed = observe({ connect, digest, MetaDefenderError }, gateway);
console.log(JSON.stringify(await observed.catch((error) => `it failed: ${error}`)));
