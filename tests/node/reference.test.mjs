// @ts-check
// The API reference covers every module of the package, without broken links.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brokenLinks } from '../../scripts/docs/broken-links.mjs';
import { typesOfModules } from '../../scripts/docs/modules.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('the reference covers every module that can be imported', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const modules = typesOfModules(manifest, readdirSync(join(root, 'dist')));
  const exported = Object.keys(manifest.exports).filter((path) => path !== './package.json');
  const names = exported.flatMap((path) => {
    const languages = ['ar', 'de', 'react', 'svelte', 'vue'];
    return path.endsWith('/*') ? languages.map((name) => path.replace('*', name)) : [path];
  });
  const inPackage = names.map((path) => path.replace('.', 'metadefender-wasm'));
  assert.deepEqual(Object.keys(modules).sort(), inPackage.sort());
  for (const types of Object.values(modules)) {
    const [comment = ''] = /\/\*\*[^]*?\*\//.exec(readFileSync(join(root, types), 'utf8')) ?? [];
    assert.match(comment, /@module metadefender-wasm/, types);
  }
});

test('links to missing pages and anchors are reported', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'metadefender-wasm-'));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'modules'));
  const links = (/** @type {string[]} */ ...hrefs) =>
    hrefs.map((href) => `<a href="${href}">x</a>`).join('');
  writeFileSync(
    join(folder, 'index.html'),
    links('modules/one.html#there', 'modules/one.html#gone', 'two.html', '#', 'https://a.example/'),
  );
  writeFileSync(join(folder, 'modules/one.html'), `<p id="there">${links('../index.html', '#no')}`);
  assert.deepEqual(brokenLinks(folder), [
    'index.html: modules/one.html#gone',
    'index.html: two.html',
    'modules/one.html: #no',
  ]);
});
