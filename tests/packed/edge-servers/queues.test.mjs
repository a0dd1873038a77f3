// @ts-check
// Queued messages survive the end of the process: in a folder in each runtime, in SQLite if the runtime has it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { CONSUMER, inConsumer } from '../support/consumer.mjs';
import { runtimeCommand } from '../support/edge-server.mjs';

let folder = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'metadefender-wasm-queues-'));
});
after(() => rm(folder, { recursive: true }));

/** @param {'node' | 'deno' | 'bun'} runtime @param {string[]} args */
async function run(runtime, ...args) {
  const [command = '', ...options] = runtimeCommand(runtime, folder);
  const program = inConsumer('samples', 'edge', 'queue.mjs');
  const running = promisify(execFile)(command, [...options, program, ...args], { cwd: CONSUMER });
  return running.catch((/** @type {any} */ error) => error);
}

for (const [runtime, kind] of /** @type {const} */ ([
  ['node', 'folder'],
  ['deno', 'folder'],
  ['bun', 'folder'],
  ['deno', 'sqlite'],
  ['bun', 'sqlite'],
  ...(isBuiltin('node:sqlite') ? [/** @type {const} */ (['node', 'sqlite'])] : []),
])) {
  test(`${kind} in ${runtime}`, async () => {
    const place = join(folder, `${runtime}-${kind}`);
    const killed = await run(runtime, kind, place, 'send');
    assert.equal(killed.signal, 'SIGKILL');
    const had = killed.stdout.trim();
    assert(['first', 'second', 'third'].includes(had), killed.stderr);
    const { stdout, stderr } = await run(runtime, kind, place, 'consume');
    const lines = stdout.trim().split('\n');
    const others = ['first', 'second', 'third'].filter((id) => id !== had);
    const expected = [...others.map((id) => `${id} 1`), 'late 1', 'late 2'];
    assert.deepEqual(lines.slice(0, 2).sort().concat(lines.slice(2)), expected, stderr);
  });
}

if (!isBuiltin('node:sqlite')) {
  test('sqliteQueue in a runtime without SQLite names an alternative', async () => {
    const { stderr } = await run('node', 'sqlite', join(folder, 'none'), 'send');
    assert.match(stderr, /folderQueue\(\)/);
  });
}
