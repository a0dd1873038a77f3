// @ts-check
import { Failure } from '../lib/failure.mjs';

const UNRELEASED = /^## \[Unreleased\]\n(.*?)(?=^## \[|^\[[^\]]+\]: |(?![^]))/ms;
const VERSION = /^## \[(\d[^\]]*)\]/gm;
const LINKS = /\n*(^\[[^\]]+\]: \S+\n?)+$/m;

/**
 * The released versions in a changelog, the newest first.
 * @param {string} changelog
 */
export function releasedVersions(changelog) {
  return [...changelog.matchAll(VERSION)].map(([, version = '']) => version);
}

/**
 * Turns the unreleased section of a changelog into a version: https://keepachangelog.com/en/1.1.0/
 * @param {string} changelog
 * @param {{ version: string, date: string, repository?: string }} release `repository` is the address
 *   of its page, under which versions can be compared
 */
export function releaseChangelog(changelog, { version, date, repository }) {
  const changes = UNRELEASED.exec(changelog)?.[1]?.trim();
  if (changes === undefined) throw new Failure('CHANGELOG.md has no section [Unreleased]');
  if (!/^[-*] /m.test(changes)) {
    throw new Failure('CHANGELOG.md has nothing under [Unreleased]: write what changes for users');
  }
  const sections = `## [Unreleased]\n\n## [${version}] - ${date}\n\n${changes}\n\n`;
  // A function, as the text could contain replacement patterns such as `$&`.
  const next = changelog.replace(UNRELEASED, () => sections);
  return `${next.replace(LINKS, '').trimEnd()}\n${links(releasedVersions(next), repository)}`;
}

/**
 * @param {string[]} versions the newest first
 * @param {string | undefined} repository
 */
function links(versions, repository) {
  if (!repository) return '';
  const lines = versions.map((version, index) => {
    const before = versions[index + 1];
    const page = before ? `compare/v${before}...v${version}` : `releases/tag/v${version}`;
    return `[${version}]: ${repository}/${page}\n`;
  });
  return `\n[Unreleased]: ${repository}/compare/v${versions[0]}...HEAD\n${lines.join('')}`;
}
