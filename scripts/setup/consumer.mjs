// @ts-check
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../lib/failure.mjs';
import { fingerprint } from '../lib/fingerprint.mjs';
import { root, target } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { isStamped, stamp } from '../lib/stamp.mjs';
import { step } from '../lib/step.mjs';

const PACKED = join(root, 'tests', 'packed');
const CONSUMER = join(target, 'consumer');
const TARBALL = join(CONSUMER, 'metadefender-wasm.tgz');
const MANIFESTS = ['package.json', 'package-lock.json'];
const NPM = ['--ignore-scripts', '--no-audit', '--no-fund'];

/**
 * A project beside the checkout that uses the package as its users do: the tools of
 * tests/packed/package.json, the package installed from the tarball that would be published, the
 * samples of tests/packed and the cases of tests/behaviour. The package has to be built.
 * @returns {Promise<string>} the path of the project
 */
export async function consumer() {
  mkdirSync(CONSUMER, { recursive: true });
  await tools();
  await install();
  copy(join(PACKED, 'samples'), 'samples');
  copy(join(root, 'tests', 'behaviour'), 'behaviour');
  return CONSUMER;
}

/** Bundlers and runtimes, by the lock file. */
async function tools() {
  const lock = fingerprint(PACKED, MANIFESTS);
  // `npm ci` empties the folder, so the stamp cannot outlive what it vouches for.
  const stampFile = join(CONSUMER, 'node_modules', '.tools-from');
  if (isStamped(stampFile, lock)) return;
  for (const name of MANIFESTS) cpSync(join(PACKED, name), join(CONSUMER, name));
  await npm('Installing bundlers and runtimes', ['ci', ...NPM]);
  stamp(stampFile, lock);
}

/** The package, from the tarball that `npm pack` makes of it. */
async function install() {
  const packed = JSON.parse(
    await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', CONSUMER]),
  );
  const [{ filename, integrity }] = Object.values(packed);
  renameSync(join(CONSUMER, filename), TARBALL);
  const installed = join(CONSUMER, 'node_modules', 'metadefender-wasm');
  const stampFile = join(installed, '.packed-as');
  if (isStamped(stampFile, integrity)) return;
  rmSync(installed, { recursive: true, force: true });
  await npm('Installing the packed package', ['install', '--no-save', ...NPM, TARBALL]);
  stamp(stampFile, integrity);
}

/**
 * @param {string} title
 * @param {string[]} args
 */
async function npm(title, args) {
  try {
    await step(title, () => run('npm', args, { cwd: CONSUMER }));
  } catch (error) {
    const output = error instanceof Failure ? error.output : '';
    throw new Failure(`\`npm ${args[0]}\` failed in ${CONSUMER}`, output);
  }
}

/**
 * @param {string} source
 * @param {string} name
 */
function copy(source, name) {
  const destination = join(CONSUMER, name);
  rmSync(destination, { recursive: true, force: true });
  if (existsSync(source)) cpSync(source, destination, { recursive: true });
}
