// @ts-check
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import semver from 'semver';
import { Failure } from '../lib/failure.mjs';
import { run } from '../lib/run.mjs';
import { releaseChangelog, releasedVersions } from './changelog.mjs';
import { currentVersion, withVersion } from './versions.mjs';

const STEPS = ['major', 'minor', 'patch'];

/**
 * Raises the version of crate and package, adds a section to the changelog, commits and tags. If it fails, nothing has
 * changed.
 * @param {string} folder
 * @param {string} wanted a version, or which part of it to raise
 * @param {Date} [today]
 * @returns {Promise<string>} the version
 */
export async function release(folder, wanted, today = new Date()) {
  const git = (/** @type {string[]} */ ...args) => run('git', args, { cwd: folder });
  if (await git('status', '--porcelain')) {
    throw new Failure('there are uncommitted changes: commit or stash them first');
  }
  const changelog = readFileSync(join(folder, 'CHANGELOG.md'), 'utf8');
  const version = nextVersion(currentVersion(folder), wanted, releasedVersions(changelog));
  const tag = `v${version}`;
  if (await git('tag', '--list', tag)) throw new Failure(`the tag ${tag} exists already`);

  const date = today.toISOString().slice(0, 10);
  const repository = repositoryPage(folder);
  /** @type {[file: string, text: string][]} */
  const files = [
    ...withVersion(folder, version),
    ['CHANGELOG.md', releaseChangelog(changelog, { version, date, repository })],
  ];
  const head = (await git('rev-parse', 'HEAD')).trim();
  try {
    for (const [file, text] of files) writeFileSync(join(folder, file), text);
    await git('commit', '--quiet', '--all', '--message', `Release ${version}`);
    await git('tag', '--annotate', tag, '--message', tag);
  } catch (error) {
    await git('reset', '--quiet', '--hard', head);
    throw error;
  }
  return version;
}

/**
 * @param {string} current
 * @param {string} wanted
 * @param {string[]} released
 */
function nextVersion(current, wanted, released) {
  const step = STEPS.find((step) => step === wanted);
  const version = step
    ? semver.inc(current, /** @type {import('semver').ReleaseType} */ (step))
    : semver.valid(wanted);
  if (!version) throw new Failure(`${wanted} is neither a version nor one of ${STEPS.join(', ')}`);
  // The initial version of the manifests can be the first release.
  const isFirst = version === current && released.length === 0;
  if (!isFirst && !semver.gt(version, current)) {
    throw new Failure(`${version} is not greater than ${current}`);
  }
  return version;
}

/**
 * The page of the repository that package.json names.
 * @param {string} folder
 * @returns {string | undefined}
 */
function repositoryPage(folder) {
  const { repository } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return repository?.url.replace(/^git\+/, '').replace(/\.git$/, '');
}
