// @ts-check
// Files, headings and tests named in the documents exist.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const guides = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
const documents = [
  'README.md',
  'HACKING.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...guides.map((name) => join('docs', name)),
];

/** The link targets of a document, without those on the web. @param {string} document */
function linksOf(document) {
  const text = readFileSync(join(root, document), 'utf8');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '');
  return links.filter((target) => !/^[a-z]+:/.test(target));
}

/** The anchors of its headings, as GitHub makes them. @param {string} document */
function anchorsOf(document) {
  const text = readFileSync(join(root, document), 'utf8').replaceAll(/^```[^]*?^```/gm, '');
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{Letter}\p{Number}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

for (const document of documents) {
  test(`the links of ${document} lead to files of the repository`, () => {
    const paths = linksOf(document).filter((target) => !target.startsWith('#'));
    const missing = paths.filter(
      (target) => !existsSync(join(root, dirname(document), target.replace(/#.*/, ''))),
    );
    assert.deepEqual(missing, []);
  });

  test(`the links of ${document} lead to existing headings`, () => {
    const missing = linksOf(document).filter((target) => {
      const [path = '', heading] = target.split('#');
      const file = path === '' ? document : join(dirname(document), path);
      return heading !== undefined && file.endsWith('.md') && !anchorsOf(file).includes(heading);
    });
    assert.deepEqual(missing, []);
  });
}

test('the tests named in docs/security.md exist', () => {
  const text = readFileSync(join(root, 'docs', 'security.md'), 'utf8');
  const named = [...text.matchAll(/\]\(\.\.\/(tests\/[^)]+)\): ((?:_[^_]+_(?:, )?)+)/g)];
  assert.ok(named.length > 30);
  const missing = named.flatMap(([, file = '', names = '']) => {
    const code = readFileSync(join(root, file), 'utf8');
    const titles = [...names.matchAll(/_([^_]+)_/g)].map(([, title = '']) => title);
    return titles.filter((title) => !code.includes(title));
  });
  assert.deepEqual(missing, []);
});
