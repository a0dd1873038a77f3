import { connect, digest, MetaDefenderError } from 'metadefender-wasm';
import { observe } from '../observe.js';
import { ask, gateway, show } from '../output.js';

show('page', observe({ connect, digest, MetaDefenderError }, gateway));

const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
show('worker', ask(worker));
