// @ts-check
// What `npm test -- …` runs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chosen, selection } from '../../scripts/suites/selection.mjs';

const SUITES = ['packed', 'node', 'rust'];

test('without arguments all suites run', () => {
  assert.deepEqual(
    selection([], SUITES),
    SUITES.map((suite) => ({ suite })),
  );
});

test('an argument is a suite, or a path in its folder to run only those files', () => {
  const words = [
    'node',
    './tests/packed/edge',
    'tests/packed/node.test.mjs',
    'tests/rust-consumer',
  ];
  assert.deepEqual(selection(words, SUITES), [
    { suite: 'node' },
    { suite: 'packed', begins: ['tests/packed/edge', 'tests/packed/node.test.mjs'] },
    { suite: 'rust', begins: ['tests/rust-consumer'] },
  ]);
  assert.deepEqual(selection(['node', 'tests/node/verdict.test.mjs'], SUITES), [{ suite: 'node' }]);
});

test('an unknown suite or path is an error', () => {
  assert.throws(() => selection(['nodes'], SUITES), /no suite is called nodes; there are packed/);
  assert.throws(() => selection(['tests/none/a.test.mjs'], SUITES), /no suite is called none/);
  const jobs = [{ title: 'tests/node/a.test.mjs' }, { title: 'tests/node/b.test.mjs in deno' }];
  const only = (/** @type {string} */ path) => chosen(jobs, { suite: 'node', begins: [path] });
  assert.deepEqual(only('tests/node/b.test.mjs'), [jobs[1]]);
  assert.throws(() => only('tests/node/c'), /the suite node has no tests at tests\/node\/c/);
});
