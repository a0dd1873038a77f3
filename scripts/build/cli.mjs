// @ts-check
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../lib/failure.mjs';
import { root } from '../lib/paths.mjs';

/** Bundled CommonJS modules load Node's modules with `require`. */
const BANNER = `#!/usr/bin/env node
import { createRequire as makeRequire } from 'node:module';
const require = makeRequire(import.meta.url);`;

/**
 * Adds the command line, bundled with its libraries, and their licences. The package so needs no dependencies.
 * @param {string} folder where the ES modules are
 */
export async function addCli(folder) {
  // Imported late: the scripts start before npm has installed anything.
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
    // External, by the package's name: Deno and Bun have their own entries.
    external: ['metadefender-wasm'],
    minify: true,
    keepNames: true,
    legalComments: 'none',
    metafile: true,
  });
  chmodSync(join(folder, 'cli.js'), 0o755);
  writeFileSync(join(folder, 'cli-licenses.txt'), licences(Object.keys(metafile.inputs)));
}

/** The licences of the packages that these files belong to. @param {string[]} files */
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
