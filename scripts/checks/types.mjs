// @ts-check
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesUnder } from '../lib/fingerprint.mjs';
import { npmBin, root, target } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';

const INCLUDED = [
  'dist/**/*.d.ts',
  'src/bindings/**/*.d.ts',
  'src/bindings/signatures.ts',
  'src/entry/**/*.d.ts',
  // Its other types are taken from dist/: a global declaration must not occur twice.
  'src/element/css.d.ts',
  'src/element/file-types.d.ts',
  'src/element/**/*.js',
  'src/edge/**/*.js',
  'src/edge/platform/workerd.d.ts',
  'src/cli/**/*.js',
  'src/uploaders/**/*.js',
  'src/platform/**/*.js',
  'bench/**/*.js',
  'bench/**/*.mjs',
  'scripts/**/*.mjs',
  'tests/**/*.js',
  'tests/**/*.mjs',
  'tests/**/*.ts',
  'www/**/*.js',
];

/**
 * Checks the types of tsconfig.json's files and of every module of the package. The modules are
 * named one by one, because a pattern leaves out each `x.js` that has an `x.d.ts` beside it.
 */
export function checkTypes() {
  const modules = filesUnder(root, 'src/entry').filter((file) => /\.c?js$/.test(file));
  // TypeScript cannot parse `import source`.
  const isUnparsable = (/** @type {string} */ file) => file === 'src/entry/deno-module.js';
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      typeRoots: [join(root, 'node_modules', '@types')],
      // The sources of the modules that are side by side in dist/.
      rootDirs: [
        join(root, 'src', 'entry'),
        join(root, 'src', 'bindings'),
        join(root, 'src', 'edge'),
        join(target, 'wasm-bindgen'),
        join(root, 'dist'),
      ],
    },
    files: modules.filter((file) => !isUnparsable(file)).map((file) => join(root, file)),
    include: INCLUDED.map((pattern) => join(root, pattern)),
  };
  const project = join(target, 'tsconfig.json');
  writeFileSync(project, JSON.stringify(config));
  return run(npmBin('tsc'), ['--project', project]);
}
