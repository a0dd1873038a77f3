// @ts-check
import { Failure } from '../lib/failure.mjs';
import { probe, run } from '../lib/run.mjs';
import { step } from '../lib/step.mjs';

/**
 * Installs a Debian package, if that needs no password.
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
      // Old lists may name deleted files. If the update fails, the old lists may still work.
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

/** The prefix for commands that need root; null if root needs a password. */
async function rootRights() {
  if (process.getuid?.() === 0) return [];
  return (await probe('sudo', ['-n', 'true'])) === null ? null : ['sudo', '-n'];
}
