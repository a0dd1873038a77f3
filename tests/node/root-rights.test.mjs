// @ts-check
// `npm test` installs its dependencies, but uses sudo only with the developer's consent.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rootRights } from '../../scripts/setup/root-rights.mjs';

/** @param {Partial<import('../../scripts/setup/root-rights.mjs').Circumstances>} circumstances */
async function rights(circumstances) {
  /** @type {string[]} */
  const questions = [];
  const prefix = await rootRights('install Chromium', {
    ...{ isRoot: false, isAllowed: false, isTerminal: true, hasSudo: async () => true },
    ask: async (question) => {
      questions.push(question);
      return true;
    },
    ...circumstances,
  });
  return { prefix, questions };
}

test('root needs no sudo', async () => {
  assert.deepEqual(await rights({ isRoot: true }), { prefix: [], questions: [] });
});

test('at a terminal, the prompt says why sudo is needed', async () => {
  const { prefix, questions } = await rights({});
  assert.deepEqual(prefix, ['sudo']);
  assert.deepEqual(questions, ['May sudo be used to install Chromium? [y/N] ']);
});

test('a no is a no', async () => {
  assert.equal((await rights({ ask: async () => false })).prefix, null);
});

test('without a terminal, sudo is used only if the environment allows it, and never waits for a password', async () => {
  assert.deepEqual(await rights({ isTerminal: false }), { prefix: null, questions: [] });
  const allowed = await rights({ isTerminal: false, isAllowed: true });
  assert.deepEqual(allowed, { prefix: ['sudo', '-n'], questions: [] });
});

test('without sudo there is no prompt', async () => {
  assert.deepEqual(await rights({ hasSudo: async () => false }), { prefix: null, questions: [] });
});
