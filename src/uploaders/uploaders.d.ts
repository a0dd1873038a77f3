import type { MetaDefender, ScanOptions } from 'metadefender-wasm';

/**
 * The connection for the scans: the result of `connect()`, awaited or not, or a function that returns it. A function is called when the first
 * file is scanned, and called again if it failed.
 */
export type ConnectionOption =
  MetaDefender | PromiseLike<MetaDefender> | (() => MetaDefender | PromiseLike<MetaDefender>);

/** Options of each scan, except those that the plugin sets itself. */
export type PluginScanOptions = Omit<ScanOptions, 'onProgress' | 'signal'>;
