// @ts-check
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../lib/failure.mjs';
import { probe, run } from '../lib/run.mjs';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * Runs apt with its own sources, lists and downloads: it changes nothing on the system and needs no root.
 * @param {string} folder
 * @param {string} source `URI suite component`, as in sources.list
 */
export function privateApt(folder, source) {
  const list = join(folder, 'sources.list');
  const downloads = join(folder, 'downloads');
  for (const needed of ['lists/partial', 'cache/archives/partial', 'downloads']) {
    mkdirSync(join(folder, needed), { recursive: true });
  }
  const signedBy = existsSync(KEYRING) ? `[signed-by=${KEYRING}] ` : '';
  writeFileSync(list, `deb ${signedBy}${source}\n`);
  const options = [
    `Dir::Etc::SourceList=${list}`,
    'Dir::Etc::SourceParts=/dev/null',
    `Dir::State::Lists=${join(folder, 'lists')}`,
    `Dir::Cache=${join(folder, 'cache')}`,
    'Acquire::Languages=none',
    'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false',
    'Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false',
    // The user `_apt` cannot write here; its sandbox is not needed, as nothing is installed.
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option]);

  return {
    /** Whether the suite is there and could be read. */
    async update() {
      const strictly = ['-o', 'APT::Update::Error-Mode=any', '-o', 'Acquire::Retries=0'];
      return (await probe('apt-get', [...options, ...strictly, '-qq', 'update'])) !== null;
    },

    /** @param {string} name */
    async versions(name) {
      const table = (await probe('apt-cache', [...options, 'madison', name])) ?? '';
      return table.split('\n').map((line) => line.split('|')[1]?.trim() ?? '');
    },

    /**
     * @param {string} name
     * @param {string} version
     * @returns {Promise<string>} the path of the .deb
     */
    async download(name, version) {
      await run('apt-get', [...options, '-qq', 'download', `${name}=${version}`], {
        cwd: downloads,
      });
      const deb = readdirSync(downloads).find((file) => file.endsWith('.deb'));
      if (!deb) throw new Failure(`apt-get downloaded no ${name} ${version}`);
      return join(downloads, deb);
    },
  };
}
