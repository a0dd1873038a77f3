// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createHasher } from 'metadefender-wasm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

// FIPS 180-4, of "abc"; the other one by `printf abd | sha256sum`.
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const ABD = 'a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9';

test('an object freed through a proxy is not freed again by the garbage collector', async () => {
  // In its own function, so that no reference remains.
  await (async () => new Proxy(await createHasher(), {}).free())();
  const first = await createHasher();
  for (let turn = 0; turn < 3; turn++) {
    collectGarbage();
    await setImmediate();
  }
  // Of memory that was freed twice, two would have the same.
  const second = await createHasher();
  first.update(Buffer.from('abc'));
  second.update(Buffer.from('abd'));
  assert.equal(first.digest().sha256, ABC);
  assert.equal(second.digest().sha256, ABD);
});

test('a freed hasher cannot be used by any reference', async () => {
  const hasher = await createHasher();
  new Proxy(hasher, { set: () => false }).free();
  assert.throws(() => hasher.digest(), /null pointer/);
});
