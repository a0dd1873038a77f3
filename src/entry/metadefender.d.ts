// The build bundles api.js, its imports and the glue into one module.
export { api } from './api.js';
