// @ts-check
import { Failure } from '../lib/failure.mjs';
import { probe, run } from '../lib/run.mjs';
import { step } from '../lib/step.mjs';

/**
 * Installs one of Debian's packages, where that can be done without asking.
 * @param {string} name of the package
 * @param {string} what it brings, for a message
 * @param {string} how to get it otherwise
 */
export async function debianPackage(name, what, how) {
  const rights = await rootRights();
  if (!rights || (await probe('apt-get', ['--version'])) === null) {
    throw new Failure(`${what} is missing: ${how}`);
  }
  const [program = '', ...apt] = [
    ...rights,
    ...['env', 'DEBIAN_FRONTEND=noninteractive'],
    ...['apt-get', '-q', '-o', 'DPkg::Lock::Timeout=120'],
  ];
  try {
    await step(`Installing ${what} with apt-get`, async () => {
      // Old lists name files that are gone; lists that cannot be renewed may still do.
      await probe(program, [...apt, 'update']);
      await run(program, [...apt, 'install', '-y', '--no-install-recommends', name]);
    });
  } catch (error) {
    throw new Failure(
      `${what} is missing and apt-get could not install it: ${how}`,
      error instanceof Failure ? error.output : '',
    );
  }
}

/** What goes before a command that needs root's rights; null where they cannot be had silently. */
async function rootRights() {
  if (process.getuid?.() === 0) return [];
  return (await probe('sudo', ['-n', 'true'])) === null ? null : ['sudo', '-n'];
}
