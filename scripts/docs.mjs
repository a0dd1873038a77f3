// @ts-check
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { brokenLinks } from './docs/broken-links.mjs';
import { typesOfModules } from './docs/modules.mjs';
import { entry } from './lib/entry.mjs';
import { Failure } from './lib/failure.mjs';
import { dist, root, target } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { step } from './lib/step.mjs';
import { typedoc } from './setup/typedoc.mjs';

const OUT = join(target, 'docs');

/** Members that are explained by the comment of the event that has them. */
const NOT_DOCUMENTED = ['progress.item', 'progress.progress', 'verdict.item', 'verdict.scan']
  .concat('error.item', 'error.error')
  .map((name) => name.replace('.', '.__type.'))
  .map((name) => `MetadefenderUploadEventMap.metadefender-${name}`);

/**
 * Makes the API reference in target/docs from the types of every module that the built package exports. Fails if
 * something public has no comment, or a link is broken.
 * @returns {Promise<string>} the first page
 */
export async function docs() {
  const packages = await typedoc();
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const modules = typesOfModules(manifest, readdirSync(dist));
  await step('the API reference', async () => {
    rmSync(OUT, { recursive: true, force: true });
    await run(process.execPath, [
      join(packages, 'typedoc', 'bin', 'typedoc'),
      '--options',
      writeOptions(packages, Object.values(modules)),
    ]);
    const broken = brokenLinks(OUT);
    if (broken.length > 0) throw new Failure(`there are broken links: ${broken.join('; ')}`);
    const pages = readdirSync(join(OUT, 'modules'));
    const missing = Object.keys(modules).filter(
      (name) => !pages.includes(`${name.replaceAll('/', '_')}.html`),
    );
    if (missing.length > 0) {
      throw new Failure(`no file of types says \`@module ${missing.join('`, `@module ')}\``);
    }
  });
  return join(OUT, 'index.html');
}

/**
 * @param {string} packages
 * @param {string[]} types the files that modules begin with
 * @returns {string} the path of the options
 */
function writeOptions(packages, types) {
  const folder = join(packages, '..');
  const files = types.map((path) => join(root, path));
  const tsconfig = join(folder, 'tsconfig.json');
  const compilerOptions = {
    target: 'es2022',
    lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
    types: [],
    module: 'esnext',
    moduleResolution: 'bundler',
    strict: true,
    noEmit: true,
    paths: {
      react: [join(packages, '@types', 'react')],
      'svelte/elements': [join(packages, 'svelte', 'elements.d.ts')],
    },
  };
  writeFileSync(tsconfig, JSON.stringify({ compilerOptions, files }));
  const options = join(folder, 'typedoc.json');
  writeFileSync(
    options,
    JSON.stringify({
      name: 'metadefender-wasm',
      entryPoints: files,
      tsconfig,
      out: OUT,
      readme: 'none',
      disableSources: true,
      excludeExternals: true,
      navigationLinks: {},
      treatWarningsAsErrors: true,
      validation: { notExported: true, invalidLink: true, notDocumented: true },
      intentionallyNotDocumented: NOT_DOCUMENTED.map((name) => `metadefender-wasm/element.${name}`),
      // It stands for `WebAssembly.Module`.
      intentionallyNotExported: ['WasmModule'],
    }),
  );
  return options;
}

await entry(import.meta, async () => {
  await build();
  console.log(await docs());
});
