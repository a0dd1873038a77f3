// @ts-check
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { openAsBlob, readdirSync, readlinkSync } from 'node:fs';
import { appendFile, mkdtemp, open, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { createHasher, digest } from 'metadefender-wasm';

const ALL = /** @type {const} */ (['md5', 'sha1', 'sha256', 'sha512']);
const MIB = 1024 * 1024;

/** @param {Uint8Array} bytes */
const expected = (bytes) =>
  Object.fromEntries(
    ALL.map((algorithm) => [algorithm, createHash(algorithm).update(bytes).digest('hex')]),
  );

test('every length up to 600 gives the hash of node:crypto, however it is split', async () => {
  const bytes = randomBytes(600);
  for (let length = 0; length <= bytes.length; length += 1) {
    const part = bytes.subarray(0, length);
    const digests = expected(part);
    for (const cut of [1, 64, 111, 128, 600]) {
      const hasher = await createHasher([...ALL]);
      for (let start = 0; start < length; start += cut) {
        hasher.update(part.subarray(start, start + cut));
      }
      assert.deepEqual(hasher.digest(), digests, `${length} bytes, ${cut} at a time`);
      hasher.free();
    }
  }
});

test('longer inputs give the hash of node:crypto, split anywhere', async () => {
  for (let times = 0; times < 100; times += 1) {
    const bytes = randomBytes(randomInt(300_000));
    const hasher = await createHasher([...ALL]);
    const cuts = [];
    for (let start = 0; start < bytes.length;) {
      const end = Math.min(bytes.length, start + randomInt(100_000));
      hasher.update(bytes.subarray(start, end));
      cuts.push(end);
      start = end;
    }
    assert.deepEqual(hasher.digest(), expected(bytes), `cut at ${cuts.join(', ')}`);
    hasher.free();
  }
});

test('the length is counted beyond 4 GiB, the limit of a 32-bit integer', async () => {
  const zeros = new Uint8Array(16 * MIB);
  // One of them, as all count alike, and each takes long.
  const hasher = await createHasher(['sha256']);
  for (let count = 0; count < 256; count += 1) hasher.update(zeros);
  hasher.update(zeros.subarray(0, 1));
  // `head -c 4294967297 /dev/zero | sha256sum`, GNU coreutils
  const sha256 = 'fbb82f7b353676bb562eb82157fcf0ea42c36492ca13ee56dbf82c08b6802c5c';
  assert.deepEqual(hasher.digest(), { sha256 });
});

test('a large file is hashed with constant memory', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'metadefender-wasm-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'sparse');
  const file = await open(path, 'w');
  await file.truncate(768 * MIB);
  await file.close();

  await digest(new Uint8Array(8 * MIB));
  const before = process.memoryUsage().rss;
  let most = before;
  const onProgress = () => {
    most = Math.max(most, process.memoryUsage().rss);
  };
  const { sha256 } = await digest(pathToFileURL(path), { onProgress });
  // `head -c 805306368 /dev/zero | sha256sum`
  assert.equal(sha256, SPARSE);
  assert.ok(most - before < 128 * MIB, `${(most - before) / MIB} MiB more than before`);
});

test('both engines read a file on disk, and agree with node:crypto', async (t) => {
  const path = await temporary(t, randomBytes(3 * MIB + 1));
  const bytes = await readFile(path);
  const expected = Object.fromEntries(
    ALL.map((algorithm) => [algorithm, createHash(algorithm).update(bytes).digest('hex')]),
  );
  for (const engine of /** @type {const} */ (['native', 'wasm'])) {
    for (const source of [pathToFileURL(path), await openAsBlob(path), new Blob([bytes]), bytes]) {
      assert.deepEqual(await digest(source, { algorithms: [...ALL], engine }), expected, engine);
    }
  }
});

test('a file on disk that changes while it is hashed is unreadable', async (t) => {
  const path = await temporary(t, new Uint8Array(8 * MIB));
  const changes = {
    shorter: () => truncate(path, MIB),
    longer: () => appendFile(path, 'more'),
  };
  for (const change of Object.values(changes)) {
    let changed;
    const onProgress = () => {
      changed ??= change();
    };
    await assert.rejects(digest(pathToFileURL(path), { onProgress }), { code: 'invalid-input' });
    await changed;
    await writeFile(path, new Uint8Array(8 * MIB));
  }
});

test('anything but a regular file on disk is refused', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'metadefender-wasm-'));
  t.after(() => rm(folder, { recursive: true }));
  for (const path of [folder, join(folder, 'missing'), '/dev/zero']) {
    await assert.rejects(digest(pathToFileURL(path)), { code: 'invalid-input' }, path);
  }
});

test('no file stays open, whether hashed, read in part, or unreadable', async (t) => {
  const path = await temporary(t, new Uint8Array(8 * MIB));
  const open = () =>
    readdirSync('/proc/self/fd')
      .map(linkOf)
      .filter((link) => link === path).length;
  await digest(pathToFileURL(path));
  const controller = new AbortController();
  const onProgress = () => controller.abort();
  const { signal } = controller;
  await assert.rejects(digest(pathToFileURL(path), { signal, onProgress }), { name: 'AbortError' });
  while (open() > 0) await setImmediate();
});

test('hashing does not load modules that only requests need', async () => {
  const program = `
    import { digest } from 'metadefender-wasm';
    await digest(new TextEncoder().encode('abc'));
    console.log(process.moduleLoadList.filter((name) => /undici/.test(name)).join());
  `;
  const args = ['--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  assert.equal(stdout, '\n');
});

/** @param {import('node:test').TestContext} t @param {Uint8Array} bytes */
async function temporary(t, bytes) {
  const folder = await mkdtemp(join(tmpdir(), 'metadefender-wasm-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'file');
  await writeFile(path, bytes);
  return path;
}

/** @param {string} descriptor */
function linkOf(descriptor) {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    // The one by which the folder was read.
    return '';
  }
}

const SPARSE = 'd8492a624b5ded59e8a2185b0755f195a58642456e8387ba2817e46f1e05b358';
