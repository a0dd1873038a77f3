// Every name that the plugin for FilePond gives. One less would not compile, one more is named by the test.
export { default, FilePondPluginMetaDefender } from 'metadefender-wasm/filepond';
export type { FilePondScanOptions, PluginScanOptions } from 'metadefender-wasm/filepond';
