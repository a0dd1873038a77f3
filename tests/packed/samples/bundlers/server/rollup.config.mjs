import { nodeResolve } from '@rollup/plugin-node-resolve';
import { importMetaAssets } from '@web/rollup-plugin-import-meta-assets';

export default {
  input: 'main.js',
  external: /^node:/,
  plugins: [nodeResolve({ exportConditions: ['node'] }), importMetaAssets()],
};
