// @ts-check
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../lib/failure.mjs';
import { fingerprint } from '../lib/fingerprint.mjs';
import { npmBin, root } from '../lib/paths.mjs';
import { probe, run } from '../lib/run.mjs';
import { isStamped, stamp } from '../lib/stamp.mjs';
import { step } from '../lib/step.mjs';

// `npm ci` empties the folder, so the stamp cannot outlive what it vouches for.
const STAMP = join(root, 'node_modules', '.installed-from');

/** Installs the npm packages of the lock file, unless they are there. */
export async function nodeModules() {
  const lock = fingerprint(root, ['package.json', 'package-lock.json']);
  if (isStamped(STAMP, lock) && existsSync(npmBin('wasm-opt'))) return;
  if ((await probe('npm', ['--version'])) === null) {
    throw new Failure('npm is missing: install it (it comes with Node: https://nodejs.org/)');
  }
  try {
    await step('Installing the npm packages of package-lock.json', () =>
      run('npm', ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund']),
    );
  } catch (error) {
    throw new Failure(
      'the npm packages cannot be installed: `npm ci` failed, it needs a connection to npm’s registry',
      error instanceof Failure ? error.output : '',
    );
  }
  stamp(STAMP, lock);
}
