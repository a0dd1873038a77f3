import { join } from 'node:path';
import { defineConfig } from 'vite';

/** The package `uppy` is there in version 5, and has plugins of its own version. */
const uppy5 = {
  name: 'Uppy 5',
  enforce: 'pre',
  resolveId(name) {
    if (!name.startsWith('@uppy/')) return null;
    const importer = join(import.meta.dirname, '../../node_modules/uppy/package.json');
    return this.resolve(name, importer, { skipSelf: true });
  },
};

export default defineConfig({
  logLevel: 'warn',
  plugins: process.env.UPPY === '5' ? [uppy5] : [],
  build: {
    rollupOptions: { input: process.env.PAGE },
    // Readable for debugging without another build.
    minify: false,
    chunkSizeWarningLimit: 10_000,
  },
});
