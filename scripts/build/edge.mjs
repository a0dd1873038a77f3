// @ts-check
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';

const EDGE = join(root, 'src', 'edge');

const TYPES = [
  'edge.d.ts',
  'edge-node.d.ts',
  'edge-platform.d.ts',
  'edge-s3.d.ts',
  'edge-screen-bucket.d.ts',
  'edge-verify.d.ts',
];

/** The modules share these files: the class of errors, and the check of a verdict. */
const BESIDE = { '../entry/error.js': './error.js', './verify.js': './edge-verify.js' };

/**
 * Adds the handlers, the platform of servers, the S3 bucket, and the check of verdicts for origins. Each is one module
 * that is not minified, for debugging.
 * @param {string} folder where the ES modules are
 */
export async function addEdge(folder) {
  // Imported late: the scripts start before npm has installed anything.
  const { build } = await import('esbuild');
  for (const name of TYPES) cpSync(join(EDGE, name), join(folder, name));
  await build({
    entryPoints: {
      edge: join(EDGE, 'main.js'),
      'edge-node': join(EDGE, 'server', 'main.js'),
      'edge-s3': join(EDGE, 's3', 'main.js'),
      'edge-verify': join(EDGE, 'verify.js'),
    },
    outdir: folder,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    // External, by the package's name: Workers load another module than Node.
    external: ['metadefender-wasm', 'node:*'],
    plugins: [
      {
        name: 'beside',
        setup: ({ onResolve }) =>
          onResolve({ filter: /^\.\.?\// }, ({ path, kind }) => {
            const name = Object.entries(BESIDE).find(([end]) =>
              path.endsWith(end.replace(/^\.+/, '')),
            );
            return name && kind !== 'entry-point' ? { path: name[1], external: true } : undefined;
          }),
      },
    ],
  });
}
