import { ask, show } from '../output.js';

const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
show('worker', ask(worker));
