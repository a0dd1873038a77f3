// @ts-check
import { hashers } from '../../engines/hash-wasm-hashers.js';
import { answerBy } from './worker-calls.js';

/** @type {Awaited<ReturnType<typeof hashers>>} */
let begin;

// First it is told which hashes to make, and of what; then, each time, a file.
answerBy(async ({ address, algorithms, file }) => {
  if (!file) {
    begin = await hashers(await import(address), algorithms);
    return undefined;
  }
  const { update, end } = begin();
  const reader = file.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return end();
    update(value);
  }
});
