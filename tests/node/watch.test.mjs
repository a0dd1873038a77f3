// @ts-check
// `npm test -- --watch` runs tests again after a change.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { nextChange } from '../../scripts/suites/watch.mjs';

test('a change of a file is noticed, and one of an installed package is not', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'metadefender-wasm-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const name of ['src', 'node_modules']) mkdirSync(join(folder, name));
  const changed = nextChange([folder]);
  writeFileSync(join(folder, 'node_modules', 'index.js'), '1');
  writeFileSync(join(folder, 'src', 'main.js'), '1');
  assert.equal(await changed, join('src', 'main.js'));
});
