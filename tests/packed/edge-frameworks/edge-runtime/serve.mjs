// Serves handler.js in Vercel's edge runtime, bundled as for Vercel: by its condition, with each `.wasm?module` a compiled module.
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { EdgeRuntime, runServer } from 'edge-runtime';
import { build } from 'esbuild';

/** By their paths. @type {Record<string, WebAssembly.Module>} */
const modules = {};

const wasm = {
  name: 'wasm-module',
  setup({ onLoad }) {
    onLoad({ filter: /\.wasm$/ }, async ({ path, suffix }) => {
      if (suffix !== '?module') throw new Error('it takes a module by ?module only');
      modules[path] = await WebAssembly.compile(await readFile(path));
      return { contents: `export default MODULES[${JSON.stringify(path)}]` };
    });
  },
};

const { outputFiles } = await build({
  entryPoints: [new URL('handler.js', import.meta.url).pathname],
  bundle: true,
  write: false,
  format: 'iife',
  conditions: ['edge-light', 'worker', 'browser'],
  logOverride: { 'duplicate-object-key': 'silent' },
  plugins: [wasm],
});
const { METADEFENDER_URL, VERDICT_SECRET } = process.env;
const runtime = new EdgeRuntime({
  initialCode: outputFiles[0].text,
  extend: (context) =>
    Object.assign(context, {
      MODULES: modules,
      process: { env: { METADEFENDER_URL, VERDICT_SECRET } },
    }),
});
const { url } = await runServer({ runtime, port: 0, host: '127.0.0.1' });
console.log(`listening on ${url}`);
