/**
 * The same as `metadefender-wasm`, but {@link init} has to be called, with the location or the
 * content of `metadefender-wasm/core.wasm`, before anything else.
 *
 * @module metadefender-wasm/slim
 */
export * from './index.js';
