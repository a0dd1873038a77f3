// @ts-check
import { probe } from '../lib/run.mjs';
import { debianPackage } from './debian-package.mjs';

const HOW = 'install it (`sudo apt-get install python3-venv`)';

/** A Python that can make a virtual environment, for schemathesis. */
export async function python() {
  // Debian's python3 without python3-venv has the module venv but not ensurepip, which venv needs.
  if ((await probe('python3', ['-c', 'import venv, ensurepip'])) === null) {
    await debianPackage('python3-venv', 'Python', HOW);
  }
}
