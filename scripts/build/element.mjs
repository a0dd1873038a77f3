// @ts-check
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from '../lib/paths.mjs';
import { customElementsManifest } from './custom-elements.mjs';
import { fileTypes } from './file-types.mjs';

const ELEMENT = join(root, 'src', 'element');
const LANGUAGES = join(ELEMENT, 'languages');
const FRAMEWORKS = join(ELEMENT, 'frameworks');

/** The modules that replace the element's imports of the package. */
const BESIDE = { 'metadefender-wasm': './browser.js', 'metadefender-wasm/element': './element.js' };
/** The same for `require`, which test runners use. */
const BESIDE_COMMONJS = { ...BESIDE, 'metadefender-wasm': '../node.cjs' };

/**
 * Adds the form element as one small module; a module for each language but English, which is built in; for each
 * framework a module that re-exports the element with types for its templates; the same for `require`; and the Custom
 * Elements Manifest for editors.
 * @param {string} folder where the ES modules are, and those for `require` in `cjs`
 */
export async function addElement(folder) {
  // Imported late: the scripts start before npm has installed anything.
  const { build } = await import('esbuild');
  const languages = readdirSync(LANGUAGES)
    .filter((name) => name.endsWith('.js') && name !== 'en.js')
    .map((name) => [`element-${basename(name, '.js')}`, join(LANGUAGES, name)]);
  const manifest = customElementsManifest(readFileSync(join(ELEMENT, 'element.d.ts'), 'utf8'));
  writeFileSync(join(folder, 'custom-elements.json'), `${JSON.stringify(manifest, null, 2)}\n`);

  const languageTypes = readFileSync(join(ELEMENT, 'language-module.d.ts'), 'utf8');
  const commonJs = join(folder, 'cjs');
  for (const to of [folder, commonJs]) {
    for (const name of ['element.d.ts', 'messages.d.ts'])
      cpSync(join(ELEMENT, name), join(to, name));
    for (const [name = ''] of languages) {
      const language = name.replace('element-', '');
      writeFileSync(join(to, `${name}.d.ts`), languageTypes.replaceAll('LANGUAGE', language));
    }
    for (const name of readdirSync(FRAMEWORKS)) {
      cpSync(join(FRAMEWORKS, name), join(to, `element-${name}`));
      const isCommonJs = to === commonJs;
      const module = `element-${basename(name, '.d.ts')}.js`;
      writeFileSync(join(to, module), isCommonJs ? REQUIRE_ELEMENT : IMPORT_ELEMENT);
    }
  }

  /** @type {import('esbuild').BuildOptions} */
  const options = {
    entryPoints: { element: join(ELEMENT, 'index.js'), ...Object.fromEntries(languages) },
    bundle: true,
    // The oldest versions with form-associated custom elements, constructable style sheets and light-dark().
    target: ['chrome123', 'firefox120', 'safari17.5'],
    loader: { '.css': 'text' },
    minify: true,
    legalComments: 'none',
  };
  await build({
    ...options,
    outdir: folder,
    format: 'esm',
    plugins: [minifiedCss, fileTypesModule, isBeside(BESIDE)],
  });
  await build({
    ...options,
    outdir: commonJs,
    format: 'cjs',
    plugins: [minifiedCss, fileTypesModule, isBeside(BESIDE_COMMONJS)],
  });
}

const IMPORT_ELEMENT = "export * from './element.js';\n";
const REQUIRE_ELEMENT = "module.exports = require('./element.js');\n";

/**
 * Keeps these imports external, with relative paths.
 * @param {Record<string, string>} paths by what is imported
 * @returns {import('esbuild').Plugin}
 */
function isBeside(paths) {
  return {
    name: 'the package is beside it',
    setup({ onResolve }) {
      for (const [name, path] of Object.entries(paths)) {
        onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path, external: true }));
      }
    },
  };
}

/** @type {import('esbuild').Plugin} */
const fileTypesModule = {
  name: 'file-types',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^file-types$/ }, ({ path }) => ({ path, namespace: 'file-types' }));
    onLoad({ filter: /./, namespace: 'file-types' }, () => ({
      contents: fileTypes(),
      loader: 'text',
    }));
  },
};

/** @type {import('esbuild').Plugin} */
const minifiedCss = {
  name: 'minified style sheets',
  setup: ({ onLoad, esbuild }) => {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { outputFiles } = await esbuild.build({
        entryPoints: [path],
        minify: true,
        write: false,
      });
      return { contents: outputFiles[0]?.text.trim() ?? '', loader: 'text' };
    });
  },
};
