// @ts-check
// The code in README and guides is JavaScript, and what it imports is there.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const guides = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
const LANGUAGES = /** @type {const} */ (['js', 'ts', 'jsx', 'tsx']);

/** The blocks of code of a document, and the scripts in its HTML. @param {string} document */
function codeOf(document) {
  const text = readFileSync(join(root, document), 'utf8');
  const blocks = [...text.matchAll(/^```(\w+)\n([^]*?)^```/gm)];
  return blocks.flatMap(([, language = '', code = '']) => {
    const loader = LANGUAGES.find((each) => each === language);
    if (loader) return [{ loader, code }];
    const scripts =
      language === 'html' ? [...code.matchAll(/<script type="module">([^]*?)<\/script>/g)] : [];
    return scripts.map(([, code = '']) => ({ loader: /** @type {const} */ ('js'), code }));
  });
}

for (const document of ['README.md', ...guides.map((name) => join('docs', name))]) {
  const blocks = codeOf(document);
  if (blocks.length === 0) continue;
  test(`the code of ${document} is code, and imports what there is`, async () => {
    for (const { loader, code } of blocks) {
      await transform(code, { loader, format: 'esm', target: 'esnext' });
      for (const [, names = '', module = ''] of code.matchAll(
        /^\s*import \{([^}]*)\} from '(metadefender-wasm[^']*)'/gm,
      )) {
        const exported = Object.keys(await import(module));
        const missing = names
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name && !name.startsWith('type ') && !exported.includes(name));
        assert.deepEqual(missing, [], `${document}: ${module}`);
      }
    }
  });
}
