// @ts-check
export { FileRefusedError } from './file-refused-error.js';
export { MetaDefenderScan, MetaDefenderScan as default } from './plugin.js';
