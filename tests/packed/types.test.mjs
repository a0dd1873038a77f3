// @ts-check
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const CONSUMER = process.env.CONSUMER ?? '';
assert.ok(CONSUMER, 'CONSUMER names no project: run `npm test`');
const inConsumer = (/** @type {string[]} */ ...path) => join(CONSUMER, ...path);

const COMPILERS = {
  'TypeScript 7': 'typescript-7',
  'TypeScript 5.0, the oldest that works': 'typescript-oldest',
};
const RESOLUTIONS = {
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
  node16: { module: 'node16', moduleResolution: 'node16' },
};
/** What declares `fetch`, `Response` and the rest, and the files that only compile there. */
const RUNTIMES = {
  'lib dom': {
    lib: ['dom', 'dom.iterable'],
    types: [],
    own: ['browser.ts', 'element.ts', 'element-names.ts'],
  },
  'workers-types alone': {
    lib: [],
    types: ['@cloudflare/workers-types'],
    own: ['workers.ts', 'edge.ts', 'edge-names.ts'],
  },
  '@types/node alone': {
    lib: [],
    types: ['node'],
    own: ['node.ts', 'edge-node.ts', 'edge-node-names.ts', 'edge-s3.ts'],
  },
};
const SOURCES = fileURLToPath(new URL('types', import.meta.url));
const FOLDER = inConsumer('types');
/** With types of their own that only a newer TypeScript knows. */
const FRAMEWORKS = 'vue-and-svelte.ts';
/** Against the uploaders' own types, which want a new TypeScript as well. */
const UPLOADERS = ['uppy.ts', 'uppy-names.ts', 'filepond.ts', 'filepond-names.ts'];
const OWN = [...Object.values(RUNTIMES).flatMap(({ own }) => own), FRAMEWORKS, ...UPLOADERS];
const COMMON = readdirSync(SOURCES).filter((file) => file.endsWith('.ts') && !OWN.includes(file));
/** What checks the samples of tests/packed/samples/element, as their users do. */
const CHECKERS = {
  react: ['typescript-7/bin/tsc', '--project', '.'],
  vue: ['vue-tsc/bin/vue-tsc.js', '--project', '.'],
  svelte: ['svelte-check/bin/svelte-check', '--tsconfig', './tsconfig.json'],
};

/** What compiles in a page, with types of others that are not ours to check. */
const PAGE = {
  ...RESOLUTIONS.bundler,
  lib: ['es2022', ...RUNTIMES['lib dom'].lib],
  types: [],
  skipLibCheck: true,
};

before(() => {
  rmSync(FOLDER, { recursive: true, force: true });
  cpSync(SOURCES, FOLDER, { recursive: true });
});

/**
 * Compiles files of the folder, the declarations of the package and of its tools included.
 * @param {string} compiler
 * @param {object} options
 * @param {string[]} files
 */
async function compile(compiler, options, files) {
  const project = inConsumer('types', 'tsconfig.json');
  const compilerOptions = {
    target: 'es2022',
    strict: true,
    skipLibCheck: false,
    // TypeScript's own.
    skipDefaultLibCheck: true,
    ...options,
    noEmit: true,
  };
  writeFileSync(project, JSON.stringify({ compilerOptions, files }));
  await check(FOLDER, `${compiler}/bin/tsc`, '--project', project);
}

/** @param {string} cwd @param {string} program @param {string[]} args */
async function check(cwd, program, ...args) {
  const path = inConsumer('node_modules', program);
  await promisify(execFile)(process.execPath, [path, ...args], { cwd }).catch(
    (/** @type {any} */ { stdout, message }) => assert.fail(stdout || message),
  );
}

for (const [title, compiler] of Object.entries(COMPILERS)) {
  describe(title, () => {
    for (const [resolution, modules] of Object.entries(RESOLUTIONS)) {
      for (const [runtime, { lib, types, own }] of Object.entries(RUNTIMES)) {
        const options = { ...modules, lib: ['es2022', ...lib], types };
        test(`from ESM, moduleResolution ${resolution}, ${runtime}`, () =>
          compile(compiler, options, [...COMMON, ...own]));
      }
    }
    test('from CommonJS, moduleResolution node16, lib dom', () => {
      const options = { ...RESOLUTIONS.node16, lib: ['es2022', 'dom'], types: [] };
      return compile(compiler, options, ['commonjs.cts']);
    });
    test("the element in React's JSX", () => {
      const lib = ['es2022', ...RUNTIMES['lib dom'].lib];
      const options = { ...RESOLUTIONS.bundler, jsx: 'react-jsx', lib, types: [] };
      return compile(compiler, options, ['react.tsx']);
    });
  });
}

test('the element in templates of Vue and Svelte', () => {
  const lib = ['es2022', ...RUNTIMES['lib dom'].lib];
  const options = { ...RESOLUTIONS.bundler, lib, types: [] };
  return compile(COMPILERS['TypeScript 7'], options, [FRAMEWORKS]);
});

test('the plugins of uploaders: Uppy 6, FilePond', () =>
  compile(COMPILERS['TypeScript 7'], PAGE, UPLOADERS));

test('the plugin of Uppy 5', () => {
  // The package `uppy` is there in version 5, and has plugins of its own version.
  const paths = { '@uppy/*': ['../node_modules/uppy/node_modules/@uppy/*'] };
  return compile(COMPILERS['TypeScript 7'], { ...PAGE, paths }, ['uppy.ts', 'uppy-names.ts']);
});

for (const [sample, [program = '', ...args]] of Object.entries(CHECKERS)) {
  test(`the types of the sample in ${sample}`, () =>
    check(inConsumer('samples/element', sample), program, ...args));
}

for (const names of [
  ...['names.ts', 'element-names.ts', 'edge-names.ts', 'edge-node-names.ts'],
  ...['uppy-names.ts', 'filepond-names.ts'],
]) {
  test(`${names} names every export`, () => namesEveryExport(inConsumer('types', names)));
}

/** @param {string} file */
function namesEveryExport(file) {
  const ts = createRequire(inConsumer('package.json'))('typescript-oldest');
  const program = ts.createProgram([file], {
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const exportsOf = (/** @type {unknown} */ node) =>
    checker
      .getExportsOfModule(checker.getSymbolAtLocation(node))
      .map((/** @type {{ name: string }} */ { name }) => name)
      .sort();
  assert.deepEqual(exportsOf(source), exportsOf(source.statements[0].moduleSpecifier));
}
