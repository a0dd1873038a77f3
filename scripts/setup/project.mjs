// @ts-check
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../lib/failure.mjs';
import { fingerprint } from '../lib/fingerprint.mjs';
import { run } from '../lib/run.mjs';
import { isStamped, stamp } from '../lib/stamp.mjs';
import { step } from '../lib/step.mjs';

const PACKAGE = 'metadefender-wasm';
const MANIFEST = 'package.json';
const LOCK = 'package-lock.json';
const NPM = ['--ignore-scripts', '--no-audit', '--no-fund'];

/**
 * Installs a project that uses the package as users do: its tools from the lock file, the package from the tarball that
 * would be published. The package has to be built.
 * @param {object} project
 * @param {string} project.source where its manifest and lock file are
 * @param {string} project.folder where it is installed
 * @param {string} project.tools what they are, in words
 */
export async function installProject({ source, folder, tools }) {
  await installTools({ source, folder, tools });
  await installPackage(folder);
}

/**
 * Installs such a project's tools only, for which the package need not be built.
 * @param {Parameters<typeof installProject>[0]} project
 */
export async function installTools({ source, folder, tools }) {
  mkdirSync(folder, { recursive: true });
  const lock = fingerprint(source, [MANIFEST, LOCK]);
  // `npm ci` empties the folder, so the stamp cannot outlive what it vouches for.
  const stampFile = join(folder, 'node_modules', '.tools-from');
  if (isStamped(stampFile, lock)) return;
  for (const name of [MANIFEST, LOCK]) {
    const text = readFileSync(join(source, name), 'utf8');
    writeFileSync(join(folder, name), JSON.stringify(withoutPackage(JSON.parse(text)), null, 2));
  }
  await npm(folder, `Installing ${tools}`, ['ci', ...NPM]);
  stamp(stampFile, lock);
}

/**
 * A manifest or a lock file without the package, which is not installed from the registry.
 * @param {any} manifest
 */
function withoutPackage(manifest) {
  for (const { dependencies } of [manifest, manifest.packages?.['']].filter(Boolean)) {
    delete dependencies?.[PACKAGE];
  }
  delete manifest.packages?.[`node_modules/${PACKAGE}`];
  return manifest;
}

/** @param {string} folder */
async function installPackage(folder) {
  const packed = JSON.parse(
    await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]),
  );
  const [{ filename, integrity }] = Object.values(packed);
  const tarball = join(folder, `${PACKAGE}.tgz`);
  renameSync(join(folder, filename), tarball);
  const installed = join(folder, 'node_modules', PACKAGE);
  const stampFile = join(installed, '.packed-as');
  if (isStamped(stampFile, integrity)) return;
  rmSync(installed, { recursive: true, force: true });
  await npm(folder, 'Installing the packed package', ['install', '--no-save', ...NPM, tarball]);
  stamp(stampFile, integrity);
}

/**
 * @param {string} folder
 * @param {string} title
 * @param {string[]} args
 */
async function npm(folder, title, args) {
  try {
    await step(title, () => run('npm', args, { cwd: folder }));
  } catch (error) {
    const output = error instanceof Failure ? error.output : '';
    throw new Failure(`\`npm ${args[0]}\` failed in ${folder}`, output);
  }
}

/**
 * Replaces a folder by a copy of another.
 * @param {string} source
 * @param {string} destination
 */
export function replaceFolder(source, destination) {
  rmSync(destination, { recursive: true, force: true });
  cpSync(source, destination, { recursive: true });
}
