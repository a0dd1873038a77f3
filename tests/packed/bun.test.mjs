// @ts-check
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { run } from '../../scripts/lib/run.mjs';
import { platformProgram } from '../../scripts/setup/platform-program.mjs';
import { serverCases } from '../behaviour/server-cases.js';
import { everyCase } from '../support/every-case.mjs';
import { CONSUMER } from './support/consumer.mjs';
import { serverRuntime } from './support/server-runtime.mjs';

const bun = platformProgram(CONSUMER, '@oven', 'bin/bun');
const SAMPLE = 'samples/server/digest.mjs';
const SHA256_OF_ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'metadefender-wasm-bun-'));
});
after(() => rm(folder, { recursive: true }));

everyCase(async () => serverRuntime(bun, ['samples/server/cases.mjs']), serverCases);

test('its bundler includes the wasm', async () => {
  await run(bun, ['build', SAMPLE, '--target=bun', `--outdir=${folder}`], { cwd: CONSUMER });
  assert.equal(await run(bun, [join(folder, 'digest.js')], { cwd: tmpdir() }), SHA256_OF_ABC);
});

test('a single-file executable contains the wasm', async () => {
  const program = join(folder, 'digest');
  await run(bun, ['build', SAMPLE, '--compile', `--outfile=${program}`], { cwd: CONSUMER });
  assert.equal(await run(program, [], { cwd: tmpdir() }), SHA256_OF_ABC);
});
