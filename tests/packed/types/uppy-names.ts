// Every name that the plugin for Uppy gives. One less would not compile, one more is named by the test.
export { default, FileRefusedError, MetaDefenderScan } from 'metadefender-wasm/uppy';
export type {
  ConnectionOption,
  MetaDefenderScanOptions,
  MetaDefenderScanStrings,
  PluginScanOptions,
  UppyPlural,
  VerdictMeta,
} from 'metadefender-wasm/uppy';
