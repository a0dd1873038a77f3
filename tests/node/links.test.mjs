// @ts-check
// What the documents name is there.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const guides = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
const documents = ['README.md', 'HACKING.md', 'CONTRIBUTING.md', 'SECURITY.md', ...guides.map((name) => join('docs', name))];

for (const document of documents) {
  test(`the links of ${document} lead to files of the repository`, () => {
    const text = readFileSync(join(root, document), 'utf8');
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '');
    const paths = links.filter((target) => !/^(?:[a-z]+:|#)/.test(target));
    const missing = paths.filter(
      (target) => !existsSync(join(root, dirname(document), target.replace(/#.*/, ''))),
    );
    assert.deepEqual(missing, []);
  });
}
