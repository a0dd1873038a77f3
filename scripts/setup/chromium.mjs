// @ts-check
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Failure } from '../lib/failure.mjs';
import { probe, run } from '../lib/run.mjs';
import { step } from '../lib/step.mjs';

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
  const found = wanted || onPath();
  if (found) return found;
  await install();
  const installed = onPath();
  if (!installed) throw new Failure(`Chromium is missing: ${HOW}`);
  return installed;
}

function onPath() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function install() {
  const rights = await rootRights();
  if (!rights || (await probe('apt-get', ['--version'])) === null) {
    throw new Failure(`Chromium is missing: ${HOW}`);
  }
  const [program = '', ...apt] = [
    ...rights,
    ...['env', 'DEBIAN_FRONTEND=noninteractive'],
    ...['apt-get', '-q', '-o', 'DPkg::Lock::Timeout=120'],
  ];
  try {
    await step('Installing Chromium with apt-get', async () => {
      // Old lists name files that are gone; lists that cannot be renewed may still do.
      await probe(program, [...apt, 'update']);
      await run(program, [...apt, 'install', '-y', '--no-install-recommends', 'chromium']);
    });
  } catch (error) {
    throw new Failure(
      `Chromium is missing and apt-get could not install it: ${HOW}`,
      error instanceof Failure ? error.output : '',
    );
  }
}

/** What goes before a command that needs root's rights; null where they cannot be had silently. */
async function rootRights() {
  if (process.getuid?.() === 0) return [];
  return (await probe('sudo', ['-n', 'true'])) === null ? null : ['sudo', '-n'];
}
