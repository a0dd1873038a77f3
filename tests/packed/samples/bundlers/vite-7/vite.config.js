export default {
  root: '../page',
  optimizeDeps: { exclude: ['metadefender-wasm'] },
};
