// @ts-check
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';

const UPLOADERS = join(root, 'src', 'uploaders');

/**
 * Adds the plugins of uploaders, each one module, which imports the uploader by its own name, as there has to be one only. The class of errors is beside it.
 * @param {string} folder where the ES modules are
 */
export async function addUploaders(folder) {
  // Not before: the scripts run without what npm installs, until they have installed it.
  const { build } = await import('esbuild');
  for (const name of ['uploaders.d.ts', 'uppy/uppy.d.ts', 'filepond/filepond.d.ts'])
    cpSync(join(UPLOADERS, name), join(folder, name.replace(/.*\//, '')));
  await build({
    entryPoints: {
      uppy: join(UPLOADERS, 'uppy', 'main.js'),
      filepond: join(UPLOADERS, 'filepond', 'main.js'),
    },
    outdir: folder,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    external: ['@uppy/core'],
    plugins: [
      {
        name: 'the class of errors is beside it',
        setup: ({ onResolve }) =>
          onResolve({ filter: /\/entry\/error\.js$/ }, () => ({
            path: './error.js',
            external: true,
          })),
      },
    ],
  });
}
