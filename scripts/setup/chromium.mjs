// @ts-check
import { Failure } from '../lib/failure.mjs';
import { isProgram, onPath } from '../lib/programs.mjs';
import { debianPackage } from './debian-package.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const HOW = 'install it (`sudo apt-get install chromium`) or set CHROMIUM to the path of one';

/**
 * A Chromium for the browser tests: the one in $CHROMIUM, one on the PATH, or Debian's.
 * @returns {Promise<string>} its path
 */
export async function chromium() {
  const wanted = process.env.CHROMIUM;
  if (wanted && !isProgram(wanted)) {
    throw new Failure(`CHROMIUM is set to ${wanted}, which is not a program`);
  }
  const found = wanted || onPath(NAMES);
  if (found) return found;
  await debianPackage('chromium', 'Chromium', HOW);
  const installed = onPath(NAMES);
  if (!installed) throw new Failure(`Chromium is missing: ${HOW}`);
  return installed;
}
