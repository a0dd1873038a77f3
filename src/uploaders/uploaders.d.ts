import type { MetaDefender, ScanOptions } from 'metadefender-wasm';

/**
 * By which connection files are scanned: what `connect()` answers, a promise of it, or a function that answers either. A function is asked when
 * the first file is scanned, and again where it failed.
 */
export type ConnectionOption =
  MetaDefender | PromiseLike<MetaDefender> | (() => MetaDefender | PromiseLike<MetaDefender>);

/** The options of each scan, but for what the plugin does by itself. */
export type PluginScanOptions = Omit<ScanOptions, 'onProgress' | 'signal'>;
