// @ts-check
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const CONSUMER = process.env.CONSUMER ?? '';
assert.ok(CONSUMER, 'CONSUMER names no project: run `npm test`');
const inConsumer = (/** @type {string[]} */ ...path) => join(CONSUMER, ...path);

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TARBALL = inConsumer('metadefender-wasm.tgz');
const inPackage = (/** @type {string} */ path) =>
  inConsumer('node_modules', 'metadefender-wasm', path);
const manifest = JSON.parse(readFileSync(inPackage('package.json'), 'utf8'));

/**
 * Runs a checker that is installed in the consumer; its output is the reason for a failure.
 * @param {string} name
 * @param {string[]} args
 */
function passes(name, ...args) {
  return promisify(execFile)(inConsumer('node_modules', '.bin', name), args).then(
    () => {},
    (/** @type {any} */ { stdout, stderr, message }) => assert.fail(stdout || stderr || message),
  );
}

test('publint reports nothing', () => passes('publint', 'run', '--strict', TARBALL));

// The .wasm entry has no JavaScript with which its types could disagree.
test('attw finds no problem with the types', () => {
  const excluded = ['core.wasm', 'element/*', 'edge', 'edge/node', 'edge/s3', 'uppy', 'filepond'];
  return passes('attw', TARBALL, '--no-color', '--exclude-entrypoints', ...excluded);
});

// The edge is for Workers and modern servers, and the plugins are for pages: they have no CommonJS, and only a dynamic import loads them from there.
test('attw finds no problem with the types of the element, the edge and the plugins', () => {
  const files = readdirSync(inPackage('dist'));
  const entries = files
    .filter((file) => /^element.*\.js$/.test(file))
    .map((file) => file.replace('.js', '').replace('-', '/'));
  assert.ok(entries.includes('element') && entries.includes('element/de'), `${entries}`);
  const rule = ['--ignore-rules', 'cjs-resolves-to-esm'];
  return passes(
    'attw',
    TARBALL,
    '--no-color',
    ...rule,
    '--entrypoints',
    'edge',
    'edge/node',
    'edge/s3',
    'uppy',
    'filepond',
    ...entries,
  );
});

test('what is published is what tests/packed/files.txt lists', async () => {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const { stdout } = await promisify(execFile)('npm', args, { cwd: ROOT });
  const [{ files }] = /** @type {any[]} */ (Object.values(JSON.parse(stdout)));
  /** @type {string[]} */
  const packed = files.map((/** @type {{ path: string }} */ { path }) => path).sort();
  // After reviewing the difference, copy it over files.txt.
  writeFileSync(inConsumer('files.txt'), `${packed.join('\n')}\n`);
  const reviewed = readFileSync(new URL('files.txt', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  const added = packed.filter((path) => !reviewed.includes(path));
  const missing = reviewed.filter((path) => !packed.includes(path));
  assert.deepEqual({ added, missing }, { added: [], missing: [] });
});

test('installing runs no scripts and adds no dependencies', () => {
  const atInstall = /^(pre|post)?(install|prepare|prepublish|uninstall)$/;
  assert.deepEqual(
    Object.keys(manifest.scripts).filter((name) => atInstall.test(name)),
    [],
  );
  for (const field of ['dependencies', 'optionalDependencies']) {
    assert.equal(manifest[field], undefined, field);
  }
  // Optional peer dependencies: the supported versions of the uploaders, which are not installed with the package.
  for (const name of Object.keys(manifest.peerDependencies)) {
    assert.deepEqual(manifest.peerDependenciesMeta[name], { optional: true }, name);
  }
});

test('the command is included, with the licences of its components', async () => {
  const program = inConsumer('node_modules', '.bin', 'metadefender-wasm');
  const { stdout } = await promisify(execFile)(program, ['--version']);
  assert.equal(stdout, `${manifest.version}\n`);
  const licences = readFileSync(inPackage('dist/cli-licenses.txt'), 'utf8');
  for (const name of ['commander', 'log-update']) {
    assert.match(licences, new RegExp(`^${name} \\d.*\\(MIT\\)`, 'm'));
  }
});

test('importing it has no side effects, as `sideEffects` states', async () => {
  // These define the element and add languages in a page; without custom elements they do nothing.
  const element = ['element.js', 'element-*.js', 'cjs/element.js', 'cjs/element-*.js'];
  assert.deepEqual(
    manifest.sideEffects,
    element.map((name) => `./dist/${name}`),
  );
  const names = ['node', 'browser', 'slim', 'element', 'element-de', 'element-react'].concat([
    'edge',
    'edge-node',
    'edge-s3',
    'edge-verify',
  ]);
  const entries = names.map((name) => inPackage(`dist/${name}.js`));
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    `const world = () => [globalThis, Object, Array, Promise, Error, Uint8Array, TextEncoder]
       .flatMap((it) => [it, it.prototype ?? {}])
       .map((it) => Object.getOwnPropertyDescriptors(it));
     const { isDeepStrictEqual } = await import('node:util');
     for (const name of Object.getOwnPropertyNames(globalThis)) void globalThis[name];
     const before = world();
     for (const entry of ${JSON.stringify(entries)}) await import(entry);
     console.log(isDeepStrictEqual(world(), before));`,
  ]);
  assert.equal(stdout, 'true\n');
});

test('it has its owner, its requirements and its publishing settings', () => {
  assert.equal(manifest.license, 'MIT OR Apache-2.0');
  assert.equal(manifest.engines.node, '>=20');
  assert.deepEqual(manifest.publishConfig, { access: 'public', provenance: true });
  const crate = readFileSync(`${ROOT}/Cargo.toml`, 'utf8');
  for (const field of ['description', 'license', 'homepage']) {
    const value = new RegExp(`^${field} = "(.*)"$`, 'm').exec(crate)?.[1];
    assert.equal(value, manifest[field], `${field} of the crate and of the package`);
  }
  // npm provenance compares the repository with the one of the build.
  const repository = /^repository = "(.*)"$/m.exec(crate)?.[1];
  assert.equal(manifest.repository?.url, repository && `git+${repository}.git`);
  assert.equal(manifest.bugs?.url, repository && `${repository}/issues`);
});

test('no shipped file contains paths of the build machine', () => {
  for (const name of ['dist/metadefender.wasm', 'dist/metadefender.js']) {
    const text = readFileSync(inPackage(name), 'latin1');
    const told = /sourceMappingURL|\/(root|home|Users)\/[\w./-]+/.exec(text)?.[0];
    assert.equal(told, undefined, name);
  }
});
