// @ts-check
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { startGateway } from '../support/gateway.mjs';

const wasm = createRequire(import.meta.url).resolve('metadefender-wasm/core.wasm');
const abc = new TextEncoder().encode('abc');

/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
before(async () => {
  gateway = await startGateway();
});
after(() => gateway.stop());

/** Runs a module of its own. @param {string} source */
function run(source) {
  const args = ['--input-type=module', '--eval', source];
  return promisify(execFile)(process.execPath, args, { timeout: 120_000 });
}

test('the package exports its functions and needs no initialisation', async () => {
  const main = await import('metadefender-wasm');
  const names = ['MetaDefenderError', 'assess', 'connect', 'createHasher', 'digest', 'init'];
  assert.deepEqual(Object.keys(main).sort(), names);
  assert.deepEqual(Object.keys(await import('metadefender-wasm/slim')).sort(), names);
});

test('slim reports that the wasm is missing, and accepts it later', async () => {
  const slim = await import('metadefender-wasm/slim');
  await assert.rejects(slim.digest(abc), { code: 'invalid-input', message: /init/ });
  await assert.rejects(slim.init(new Uint8Array([1, 2, 3])), { code: 'unsupported' });
  await slim.init(await readFile(wasm));
  assert.match((await slim.digest(abc)).sha256 ?? '', /^ba7816bf/);
});

test('slim accepts a file URL', async () => {
  const { stdout } = await run(`
    import { digest, init } from 'metadefender-wasm/slim';
    await init(new URL(import.meta.resolve('metadefender-wasm/core.wasm')));
    console.log((await digest(new TextEncoder().encode('abc'))).sha256);
  `);
  assert.match(stdout, /^ba7816bf/);
});

test('slim accepts a compiled module', async () => {
  const { stdout } = await run(`
    import { readFile } from 'node:fs/promises';
    import { digest, init } from 'metadefender-wasm/slim';
    await init(await WebAssembly.compile(await readFile(${JSON.stringify(wasm)})));
    console.log((await digest(new TextEncoder().encode('abc'))).sha256);
  `);
  assert.match(stdout, /^ba7816bf/);
});

test('a process exits after a scan, and nothing is printed', async () => {
  const { stdout, stderr } = await run(`
    import { connect } from 'metadefender-wasm';
    const metadefender = await connect({ baseUrl: '${gateway.address}' });
    const abort = AbortSignal.timeout(5);
    await metadefender.scan(new Blob(['abc']), { signal: abort }).catch(() => {});
    console.log((await metadefender.scan(new Blob(['def']))).verdict);
  `);
  assert.equal(stdout, 'allowed\n');
  assert.equal(stderr, '');
});
