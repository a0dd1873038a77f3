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

/** What the modules share is beside them: one class of errors, and one way to check a verdict. */
const BESIDE = { '../entry/error.js': './error.js', './verify.js': './edge-verify.js' };

/**
 * Adds the handlers, what servers give them in place of Workers, and for origins what checks their verdicts: each one module, whose reader may be
 * somebody with a debugger.
 * @param {string} folder where the ES modules are
 */
export async function addEdge(folder) {
  // Not before: the scripts run without what npm installs, until they have installed it.
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
    // By its own name: it is another module in Workers than in Node.
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
