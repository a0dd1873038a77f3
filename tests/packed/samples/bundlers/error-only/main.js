import { MetaDefenderError } from 'metadefender-wasm';

globalThis.isBusy = (error) => error instanceof MetaDefenderError && error.code === 'busy';
