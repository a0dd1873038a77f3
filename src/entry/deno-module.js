import source module from './metadefender.wasm';

export default module;
