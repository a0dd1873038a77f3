// The same, without what only servers need.
export { api } from './api.js';
