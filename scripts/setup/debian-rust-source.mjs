// @ts-check
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../lib/failure.mjs';
import { run } from '../lib/run.mjs';
import { privateApt } from './private-apt.mjs';

const PACKAGE = 'rust-src';
const NEWER_SUITES = ['trixie', 'trixie-backports', 'forky', 'forky-backports', 'sid'];

/**
 * Fetches and unpacks Debian's package of rustc's sources, in exactly this version, as the compiler and its library
 * have to match.
 * @param {string} version
 * @param {string} work
 * @returns {Promise<string>} the folder `library` of the sources
 */
export async function debianRustSource(version, work) {
  const { uri, suites } = await debianArchive();
  const candidates = new Set([...suites, ...suites.map((suite) => `${suite}-backports`)]);
  let reached = false;
  for (const suite of new Set([...candidates, ...NEWER_SUITES])) {
    const apt = privateApt(join(work, 'apt', suite), `${uri} ${suite} main`);
    if (!(await apt.update())) continue;
    reached = true;
    const debian = (await apt.versions(PACKAGE)).find((known) => known.startsWith(`${version}+`));
    if (debian) return unpack(await apt.download(PACKAGE, debian), version, work);
  }
  throw new Failure(
    reached ? `Debian does not have version ${version}` : `apt-get cannot reach Debian's archive`,
  );
}

/** The archive and the suites from which this system installs. */
async function debianArchive() {
  const format = '$(ORIGIN)|$(LABEL)|$(REPO_URI)|$(CODENAME)|$(RELEASE)';
  const filters = ['Created-By: Packages', 'Component: main'];
  let listed;
  try {
    listed = await run('apt-get', ['indextargets', '--format', format, ...filters]);
  } catch {
    throw new Failure('there is no apt-get: this is not Debian');
  }
  const main = listed
    .split('\n')
    .map((line) => line.split('|'))
    .filter(([origin, label]) => origin === 'Debian' && label === 'Debian');
  if (main.length === 0) {
    throw new Failure('apt knows no archive of Debian yet, `apt-get update` may help');
  }
  const suites = new Set(main.map(([, , , codename, release]) => codename || release || ''));
  return { uri: main[0]?.[2] ?? '', suites: [...suites].filter((suite) => !suite.includes('-')) };
}

/**
 * @param {string} deb
 * @param {string} version
 * @param {string} work
 */
async function unpack(deb, version, work) {
  const folder = join(work, 'source');
  mkdirSync(folder);
  await run('dpkg-deb', ['-x', deb, folder]);
  const sources = join(folder, 'usr', 'src');
  const rustc = readdirSync(sources).find((name) => name === `rustc-${version}`);
  if (!rustc) throw new Failure(`Debian's ${PACKAGE} ${version} has no usr/src/rustc-${version}`);
  return join(sources, rustc, 'library');
}
