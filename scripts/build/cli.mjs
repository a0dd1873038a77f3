// @ts-check
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../lib/failure.mjs';
import { root } from '../lib/paths.mjs';

/** CommonJS that is bundled asks for Node's modules by `require`. */
const BANNER = `#!/usr/bin/env node
import { createRequire as makeRequire } from 'node:module';
const require = makeRequire(import.meta.url);`;

/**
 * Adds the command line, with the libraries that it is made of and their licences. So whoever installs the package for the library gets none of them.
 * @param {string} folder where the ES modules are
 */
export async function addCli(folder) {
  // Not before: the scripts run without what npm installs, until they have installed it.
  const { build } = await import('esbuild');
  const { metafile } = await build({
    entryPoints: { cli: join(root, 'src', 'cli', 'main.js') },
    outdir: folder,
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    banner: { js: BANNER },
    // By its own name: Deno and Bun have their own entries.
    external: ['metadefender-wasm'],
    minify: true,
    keepNames: true,
    legalComments: 'none',
    metafile: true,
  });
  chmodSync(join(folder, 'cli.js'), 0o755);
  writeFileSync(join(folder, 'cli-licenses.txt'), licences(Object.keys(metafile.inputs)));
}

/** The licences of the packages that files are of. @param {string[]} files */
function licences(files) {
  const packages = files.flatMap(
    (file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? [],
  );
  const texts = [...new Set(packages)].sort().map((folder) => {
    const { name, version, license } = JSON.parse(
      readFileSync(join(root, folder, 'package.json'), 'utf8'),
    );
    const file = readdirSync(join(root, folder)).find((file) => /^licen[cs]e/i.test(file));
    if (!file) throw new Failure(`${name} is bundled and has no licence file`);
    return `${name} ${version} (${license})\n\n${readFileSync(join(root, folder, file), 'utf8').trim()}\n`;
  });
  return ['dist/cli.js contains these packages.\n', ...texts].join(`\n${'-'.repeat(80)}\n\n`);
}
