// The build makes one module of it.
export { hash } from '../platform/background/hash-workers.js';
