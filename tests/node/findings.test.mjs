// @ts-check
// The findings have the format that their README describes. Whether they hold is checked by running them: they are about other programs.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../findings', import.meta.url));
const scripts = readdirSync(folder).filter((name) => name.endsWith('.sh'));

test('the README lists every script, and no other', () => {
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  const listed = [...readme.matchAll(/^\| \[([\w-]+)\]\(\1\.sh\)/gm)].map(
    ([, name]) => `${name}.sh`,
  );
  assert.deepEqual(listed.sort(), scripts.sort());
});

for (const script of scripts) {
  test(`${script} states why it matters and what was observed, and is executable`, () => {
    const path = join(folder, script);
    accessSync(path, constants.X_OK);
    execFileSync('bash', ['-n', path]);
    const [comment = '', program] = readFileSync(path, 'utf8').split('\nset -euo pipefail\n');
    assert.ok(program, 'it goes on after an error');
    assert.match(comment, /^#!\/usr\/bin\/env bash\n# /);
    assert.match(comment, /^# Why it matters here: /m);
    assert.match(comment, /^# Seen [^\n]*on \d{4}-\d\d-\d\d\b/m);
    const named = [...comment.matchAll(/\bsrc\/[\w/.-]+\.\w+|\bscripts\/[\w/.-]+\.mjs/g)];
    for (const [file] of named) accessSync(join(folder, '..', file));
  });
}
