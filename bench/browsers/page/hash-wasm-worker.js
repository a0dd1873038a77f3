// @ts-check
import { hashers } from '../../engines/hash-wasm-hashers.js';
import { answerBy } from './worker-calls.js';

/** @type {Awaited<ReturnType<typeof hashers>>} */
let begin;

// The first message has the address of the module and the algorithms, each later one a file.
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
