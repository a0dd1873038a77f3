/**
 * The same as `metadefender-wasm`, but {@link init} has to be called before anything else, with the
 * location or the content of `metadefender-wasm/core.wasm`.
 *
 * @module metadefender-wasm/slim
 */
export * from './index.js';
