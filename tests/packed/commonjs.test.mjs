// @ts-check
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { serverCases } from '../behaviour/server-cases.js';
import { everyCase } from '../support/every-case.mjs';
import { importTool, inConsumer, requireInConsumer } from './support/consumer.mjs';
import { serverRuntime } from './support/server-runtime.mjs';

const SHA256_OF_ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

const HEAVY = 'a Blob of a file of 4 GiB or more is hashed whole, or refused with a workaround';

// Without this, a Node that can require ES modules would load those if there were no CommonJS.
const AS_OLD_NODE = process.features.require_module ? ['--no-experimental-require-module'] : [];

/** What gigabytes come to is the same Node's, for which tests/packed/node.test.mjs has it hashed. */
const { [HEAVY]: _, ...disk } = serverCases.disk ?? {};
const lighterCases = { ...serverCases, disk };

everyCase(async () => {
  const { build } = await importTool('esbuild');
  const outfile = inConsumer('samples/server/cases.cjs');
  const sample = inConsumer('samples/server/cases.mjs');
  const options = { platform: 'node', format: 'cjs', external: ['metadefender-wasm'] };
  await build({ ...options, entryPoints: [sample], outfile, bundle: true, logLevel: 'warning' });
  assert.match(await readFile(outfile, 'utf8'), /require\("metadefender-wasm"\)/);
  return serverRuntime(process.execPath, [...AS_OLD_NODE, outfile]);
}, lighterCases);

const both = requireInConsumer(inConsumer('samples/server/both.cjs'));

test('require and import return the same functions', async () => {
  const { required, slim, imported } = await both();
  const names = ['MetaDefenderError', 'assess', 'connect', 'createHasher', 'digest', 'init'];
  for (const copy of [required, slim, imported]) {
    assert.deepEqual(
      names.map((name) => typeof copy[name]),
      names.map(() => 'function'),
    );
  }
});

test('two copies in one program do not interfere with each other', async () => {
  const { required, slim, imported } = await both();
  await slim.init(await readFile(requireInConsumer.resolve('metadefender-wasm/core.wasm')));
  const copies = [required, slim, imported];
  const hashers = await Promise.all(copies.map((copy) => copy.createHasher()));
  for (const byte of new TextEncoder().encode('abc')) {
    for (const hasher of hashers) hasher.update(new Uint8Array([byte]));
  }
  for (const hasher of hashers) assert.equal(hasher.digest().sha256, SHA256_OF_ABC);
});

test('an error is an instance of the class of either copy, and other values are not', async () => {
  const { required, slim, imported } = await both();
  const copies = [required, slim, imported];
  for (const { connect } of [required, imported]) {
    /** @type {any} */
    const error = await connect({ baseUrl: '' }).catch((/** @type {unknown} */ error) => error);
    assert.equal(error.code, 'invalid-input');
    for (const { MetaDefenderError } of copies) {
      assert.ok(error instanceof MetaDefenderError);
      class Special extends MetaDefenderError {}
      assert.ok(!(error instanceof Special));
      const special = Reflect.construct(Special, ['busy', 'try again']);
      assert.ok(special instanceof Special);
      assert.ok(special instanceof MetaDefenderError);
    }
  }
  for (const { MetaDefenderError } of copies) {
    for (const other of [new Error('invalid-input'), { code: 'busy' }, 'busy', null, undefined]) {
      assert.ok(!(other instanceof MetaDefenderError));
    }
  }
});
