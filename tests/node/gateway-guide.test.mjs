// @ts-check
// docs/gateway.md lists every option and every fault of the local gateway, and no others.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { startGateway } from '../support/gateway.mjs';

const guide = readFileSync(new URL('../../docs/gateway.md', import.meta.url), 'utf8');

/** The first cells of the table under a heading. @param {string} heading */
function firstCells(heading) {
  const section = guide.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  return rows.map((row) => row.split(' |')[0] ?? '');
}

/** The code in them. @param {string} heading */
const codeIn = (heading) =>
  firstCells(heading).flatMap((cell) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code),
  );

/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
let folder = '';
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'metadefender-wasm-'));
  gateway = await startGateway();
});
after(async () => {
  await gateway?.stop();
  rmSync(folder, { recursive: true });
});

test('its options are those of the gateway', async () => {
  const program = process.env.GATEWAY_BIN ?? '';
  const { stdout } = await promisify(execFile)(program, ['--help']);
  const options = [...stdout.matchAll(/^ +(?:-\w, )?(--[\w-]+)/gm)].map(([, option]) => option);
  const listed = codeIn('Options').map((code) => code.split(' ')[0]);
  assert.deepEqual([...listed, '--help', '--version'].sort(), options.sort());
});

test('its faults are those of the gateway', async () => {
  const source = new URL('../gateway/src/fault/spec.rs', import.meta.url);
  const [, code = ''] = readFileSync(source, 'utf8').split('fn set(');
  const matches = code.split('#[cfg(test)]')[0]?.matchAll(/^ +\(?"([a-z-]+)"(?: if|,| =>)/gm) ?? [];
  const kinds = ['string', 'number', 'boolean', 'null', 'array', 'object'];
  const known = new Set([...matches].map(([, name = '']) => name));
  const listed = new Set(codeIn('Faults').map((fault) => fault.split('=')[0] ?? ''));
  assert.deepEqual([...listed].sort(), [...known].filter((name) => !kinds.includes(name)).sort());

  const values = { MS: '1', BYTES: '1', N: '1', CODE: '503', JSON: '1', TYPE: 'string' };
  for (const fault of codeIn('Faults')) {
    const written = Object.entries(values).reduce(
      (text, [name, value]) => text.replace(new RegExp(`\\b${name}\\b`), value),
      fault,
    );
    const body = JSON.stringify({ fault: written });
    const response = await fetch(`${gateway.address}/_gateway/faults`, { method: 'POST', body });
    assert.equal(response.status, 200, `${written}: ${await response.text()}`);
  }
  await gateway.behave();
});

test('its analysis rules are accepted by the gateway', async () => {
  const [, yaml = ''] = /```yaml\n([^]*?)```/.exec(guide) ?? [];
  const file = join(folder, 'rules.yaml');
  writeFileSync(file, yaml);
  const other = await startGateway('--rules-file', file, '--role', 'admin=operator');
  try {
    const rules = await (await fetch(`${other.address}/file/rules`)).json();
    const names = rules.map((/** @type {{ name: string }} */ { name }) => name);
    assert.deepEqual(names, ['Default', 'Strict']);
  } finally {
    await other.stop();
  }
});
