// @ts-check
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { example } from './example.mjs';

/** Bytes; our own limit. Cloudflare allows 3 MB on the Free plan. */
const LARGEST = 1_000_000;

test('it type-checks strictly with @cloudflare/workers-types', async (t) => {
  const { run, remove } = example();
  t.after(remove);
  await run('npm', 'run', 'check');
});

test('its types match its bindings, secrets and variables', async (t) => {
  const { folder, run, remove } = example();
  t.after(remove);
  const types = join(folder, 'worker-configuration.d.ts');
  const written = readFileSync(types, 'utf8');
  await run('npm', 'run', 'types');
  assert.equal(readFileSync(types, 'utf8'), written);
});

test('its bundle is small, and its wasm is a module that Cloudflare compiles', async (t) => {
  const { folder, run, remove } = example();
  t.after(remove);
  await run('wrangler', 'deploy', '--dry-run', '--outdir', 'bundle');
  const bundle = join(folder, 'bundle');
  const deployed = readdirSync(bundle).filter((name) => !/\.(map|md)$/.test(name));
  const [module = '', ...others] = deployed.filter((name) => name !== 'index.js');
  assert.deepEqual(others, []);
  const text = readFileSync(join(bundle, 'index.js'), 'utf8');
  const imported = new RegExp(`^import \\w+ from "\\./${module}";$`, 'm');
  assert.ok(imported.test(text), `${module} is no static import`);
  const wasm = readFileSync(join(bundle, module));
  assert.ok(WebAssembly.validate(wasm));
  const size = gzipSync(Buffer.concat([Buffer.from(text), wasm])).length;
  assert.ok(size < LARGEST, `${size} bytes`);
});
