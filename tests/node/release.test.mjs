// @ts-check
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { release } from '../../scripts/release/release.mjs';
import { currentVersion } from '../../scripts/release/versions.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DAY = new Date('2030-01-02T03:04:05Z');
const MANIFESTS = [
  'Cargo.lock',
  'Cargo.toml',
  'examples/filepond/package.json',
  'examples/server/package.json',
  'examples/uppy/package.json',
  'examples/worker/package-lock.json',
  'examples/worker/package.json',
  'package-lock.json',
  'package.json',
];
const CHANGELOG = `# Changelog

## [Unreleased]

### Added

- \`scan\`: costs $& nothing.

## [0.1.0] - 2029-12-31

### Added

- The first one.
`;

// The developer's own configuration may sign commits or have hooks.
process.env.GIT_CONFIG_GLOBAL = devNull;

/** @type {string} */
let folder;
const git = (/** @type {string[]} */ ...args) =>
  execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();
const read = (/** @type {string} */ name) => readFileSync(join(folder, name), 'utf8');

/** Writes a file and commits it. @param {string} name @param {string} text */
function commit(name, text) {
  writeFileSync(join(folder, name), text);
  git('add', '--all');
  git('commit', '--quiet', '--message', name);
}

/** Everything that a release may change. */
const state = () => [git('rev-parse', 'HEAD'), git('tag'), git('status', '--porcelain')];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'metadefender-release-'));
  git('init', '--quiet');
  git('config', 'user.name', 'Test');
  git('config', 'user.email', 'test@example.org');
  for (const name of MANIFESTS) cpSync(join(ROOT, name), join(folder, name));
  const version = currentVersion(folder);
  commit('CHANGELOG.md', CHANGELOG.replace('0.1.0', version));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('crate and package of this checkout have the same version', () => {
  assert.match(currentVersion(ROOT), /^\d+\.\d+\.\d+/);
});

test('a release sets the version of crate and package, commits and tags it', async () => {
  assert.equal(await release(folder, '9.0.0', DAY), '9.0.0');
  assert.equal(currentVersion(folder), '9.0.0');
  assert.equal(JSON.parse(read('package-lock.json')).packages[''].version, '9.0.0');
  assert.equal(git('status', '--porcelain'), '');
  assert.equal(git('describe'), 'v9.0.0');
  assert.equal(git('log', '-1', '--format=%s'), 'Release 9.0.0');
  assert.deepEqual(JSON.parse(read('examples/worker/package.json')).dependencies, {
    'metadefender-wasm': '^9.0.0',
  });
  assert.deepEqual(git('diff', '--name-only', 'HEAD~1').split('\n'), [
    'CHANGELOG.md',
    ...MANIFESTS,
  ]);
});

test('nothing but the version changes in a manifest', async () => {
  await release(folder, '9.0.0', DAY);
  const lines = git('diff', '--numstat', 'HEAD~1', '--', '*.json', 'Cargo.*').split('\n');
  assert.deepEqual(lines, [
    '1\t1\tCargo.lock',
    '1\t1\tCargo.toml',
    '1\t1\texamples/filepond/package.json',
    '1\t1\texamples/server/package.json',
    '1\t1\texamples/uppy/package.json',
    '2\t2\texamples/worker/package-lock.json',
    '1\t1\texamples/worker/package.json',
    '2\t2\tpackage-lock.json',
    '1\t1\tpackage.json',
  ]);
});

test('the unreleased section becomes that of the version', async () => {
  const before = currentVersion(folder);
  await release(folder, '9.0.0', DAY);
  assert.equal(
    read('CHANGELOG.md'),
    CHANGELOG.replace('## [Unreleased]', '## [Unreleased]\n\n## [9.0.0] - 2030-01-02').replace(
      '0.1.0',
      before,
    ),
  );
});

test('if the repository is known, versions link to their changes', async () => {
  const repository = { type: 'git', url: 'git+https://git.example/us/it.git' };
  commit(
    'package.json',
    JSON.stringify({ ...JSON.parse(read('package.json')), repository }, null, 2),
  );
  const first = currentVersion(folder);
  await release(folder, '9.0.0', DAY);
  commit(
    'CHANGELOG.md',
    read('CHANGELOG.md').replace('[Unreleased]\n', '[Unreleased]\n\n- More.\n'),
  );
  await release(folder, 'minor', DAY);
  const links = `
[Unreleased]: https://git.example/us/it/compare/v9.1.0...HEAD
[9.1.0]: https://git.example/us/it/compare/v9.0.0...v9.1.0
[9.0.0]: https://git.example/us/it/compare/v${first}...v9.0.0
[${first}]: https://git.example/us/it/releases/tag/v${first}
`;
  const [text = '', end] = read('CHANGELOG.md').split('- The first one.\n');
  assert.equal(end, links);
  assert.doesNotMatch(text, /git\.example/);
});

test('major, minor and patch increment the current version', async () => {
  await release(folder, '9.1.1', DAY);
  for (const [step, version] of [
    ['patch', '9.1.2'],
    ['minor', '9.2.0'],
    ['major', '10.0.0'],
  ]) {
    commit('CHANGELOG.md', CHANGELOG);
    assert.equal(await release(folder, step ?? '', DAY), version);
  }
});

test('the first release can have the initial version', async () => {
  commit('CHANGELOG.md', '# Changelog\n\n## [Unreleased]\n\n- Everything.\n');
  const version = currentVersion(folder);
  assert.equal(await release(folder, version, DAY), version);
  assert.equal(git('describe'), `v${version}`);
});

/** @type {Record<string, { wanted?: string, spoil?: () => void, message: RegExp }>} */
const REFUSED = {
  'a version that is not greater': { wanted: '0.0.9', message: /0\.0\.9 is not greater than/ },
  'the current version': {
    wanted: currentVersion(ROOT),
    message: /is not greater than/,
  },
  'an invalid version': { wanted: 'next', message: /next is neither a version/ },
  'a dirty tree': {
    spoil: () => writeFileSync(join(folder, 'new.txt'), ''),
    message: /uncommitted changes/,
  },
  'a version that is tagged': { spoil: () => git('tag', 'v9.0.0'), message: /tag v9\.0\.0/ },
  'an empty changelog section': {
    spoil: () => commit('CHANGELOG.md', CHANGELOG.replace('- `scan`', '`scan`')),
    message: /has nothing under \[Unreleased\]/,
  },
  'a changelog without the section': {
    spoil: () => commit('CHANGELOG.md', '# Changelog\n'),
    message: /no section/,
  },
  'different versions of crate and package': {
    spoil: () =>
      commit(
        'Cargo.lock',
        read('Cargo.lock').replace(/(metadefender-wasm"\nversion = ").*"/, '$17"'),
      ),
    message: /do not agree: .*Cargo\.lock 7/,
  },
  'a commit that a hook rejects': {
    spoil: () => {
      const hook = join(folder, '.git', 'hooks', 'pre-commit');
      writeFileSync(hook, '#!/bin/sh\nexit 1\n');
      chmodSync(hook, 0o755);
    },
    message: /git commit/,
  },
  'a tag that cannot be created': {
    spoil: () => {
      git('config', 'tag.gpgSign', 'true');
      git('config', 'gpg.program', 'false');
    },
    message: /git tag/,
  },
};

for (const [what, { wanted = '9.0.0', spoil, message }] of Object.entries(REFUSED)) {
  test(`${what} is refused, and nothing changes`, async () => {
    spoil?.();
    const before = state();
    await assert.rejects(release(folder, wanted, DAY), { name: 'Failure', message });
    assert.deepEqual(state(), before);
  });
}
