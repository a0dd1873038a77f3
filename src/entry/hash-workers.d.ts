// The build bundles it into one module.
export { hash } from '../platform/background/hash-workers.js';
