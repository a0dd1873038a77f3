// @ts-check
import { Failure } from '../lib/failure.mjs';
import { probe, run } from '../lib/run.mjs';
import { step } from '../lib/step.mjs';
import { ALLOW_SUDO, rootRights } from './root-rights.mjs';

/**
 * Installs one of Debian's packages: as root, or by sudo where whoever runs this agrees.
 * @param {string} name of the package
 * @param {string} what it brings, for a message
 * @param {string} how to get it otherwise
 */
export async function debianPackage(name, what, how) {
  const hasApt = (await probe('apt-get', ['--version'])) !== null;
  const rights = hasApt && (await rootRights(`install ${what} (Debian's package ${name})`));
  if (!rights) {
    const consent = hasApt ? `, or set ${ALLOW_SUDO}=1 and sudo does it` : '';
    throw new Failure(`${what} is missing: ${how}${consent}`);
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
