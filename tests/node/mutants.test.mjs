// @ts-check
// `npm run mutants`: which survivors of mutation testing fail it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from '../../scripts/mutants/survivors.mjs';

const place = { file: 'a.rs', code: 'a && b && c', change: 'replace && with ||' };
const survivor = { ...place, line: 7, status: /** @type {const} */ ('survived') };
const listed = { ...place, reason: 'b is a' };

test('an unlisted survivor is a failure, a killed mutant is not', () => {
  assert.deepEqual(compare([survivor], []), { unlisted: [survivor], gone: [] });
  assert.deepEqual(compare([{ ...survivor, status: 'killed' }], []), { unlisted: [], gone: [] });
});

test('a survivor is found in the list even if its line has moved', () => {
  assert.deepEqual(compare([{ ...survivor, line: 8 }], [listed]), { unlisted: [], gone: [] });
  for (const other of [{ file: 'b.rs' }, { code: 'a' }, { change: 'delete !' }]) {
    const mutant = { ...survivor, ...other };
    assert.deepEqual(compare([mutant], [listed]), { unlisted: [mutant], gone: [listed] });
  }
});

test('each entry is for one survivor, and is reported if there is none', () => {
  const twice = [survivor, { ...survivor, line: 9 }];
  assert.deepEqual(compare(twice, [listed]), { unlisted: [twice[1]], gone: [] });
  assert.deepEqual(compare(twice, [listed, listed, listed]), { unlisted: [], gone: [listed] });
});
