// The build makes one module of api.js, what it imports and the glue.
export { api } from './api.js';
