// @ts-check
// Large files of a page are hashed in workers.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, open, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { launchChromium } from '../support/chromium.mjs';
import { startStaticServer } from '../support/static-server.mjs';

const MIB = 1024 * 1024;
const ALL = ['md5', 'sha1', 'sha256', 'sha512'];

/** `head -c 6291456 /dev/zero | md5sum` and so on, GNU coreutils */
const ZEROS = {
  md5: 'da6a0d097e307ac52ed9b4ad551801fc',
  sha1: '3fe7a5994304d180a443254fb3f512253be3a29d',
  sha256: 'b69dae56a14d1a8314ed40664c4033ea0a550eea2673e04df42a66ac6b9faf2c',
  sha512:
    '733286f81727a34d9b6c4008101404d7f81f54af630588f0842dbf2e6732c3487cc9bcb8a1231940765b5d21b22598904088b52d0628046c9c15078c6761f5e1',
};
/** `head -c 100663296 /dev/zero | sha256sum` */
const SHA256_OF_96_MIB = '425382d5857f04fc49585cabbdef6fc647472ee26f52c54caaaeaad17320b3f8';

/** @type {Awaited<ReturnType<typeof startStaticServer>>} */
let site;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('playwright-core').Page} */
let page;
let folder = '';
/** Every worker that the page has started. @type {import('playwright-core').Worker[]} */
let started = [];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'metadefender-wasm-'));
  [site, browser] = await Promise.all([startStaticServer(), launchChromium()]);
});
after(async () => {
  await Promise.all([site?.stop(), browser?.close()]);
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  page = await browser.newPage();
  started = [];
  page.on('worker', (worker) => started.push(worker));
  await page.goto(`${site.address}/tests/browser/page.html`);
});
afterEach(() => page.close());

/** Chooses a file of zeros on disk. @param {number} size */
async function choose(size) {
  const path = join(folder, `${size}.bin`);
  const file = await open(path, 'w');
  await file.truncate(size);
  await file.close();
  await page.setContent(`<input type="file">${await page.content()}`);
  await page.setInputFiles('input', path);
  assert.equal(await page.evaluate('document.querySelector("input").files[0].size'), size);
  return path;
}

/**
 * Hashes the chosen file, and returns the hashes or the error code.
 * @param {import('metadefender-wasm').DigestOptions} [options]
 */
const digestOfChosen = (options) =>
  page.evaluate(async (options) => {
    const { digest } = await import(/** @type {string} */ ('metadefender-wasm'));
    const file = /** @type {HTMLInputElement} */ (document.querySelector('input')).files?.[0];
    return digest(file, options).catch((/** @type {any} */ error) => error.code);
  }, options);

/**
 * Hashes six MiB of zeros.
 * @param {import('metadefender-wasm').DigestOptions} [options]
 */
const digestOfZeros = (options) =>
  page.evaluate(
    async ([size, options]) => {
      const { digest } = await import(/** @type {string} */ ('metadefender-wasm'));
      return digest(new Blob([new Uint8Array(Number(size))]), options);
    },
    /** @type {const} */ ([6 * MIB, options]),
  );

test('a large file is hashed in a worker, by Web Crypto or by wasm', async () => {
  await choose(6 * MIB);
  for (const engine of /** @type {const} */ (['native', 'wasm'])) {
    for (const algorithm of /** @type {const} */ (['sha1', 'sha256', 'sha512'])) {
      const found = await digestOfChosen({ algorithms: [algorithm], engine });
      assert.deepEqual(found, { [algorithm]: ZEROS[algorithm] }, engine);
    }
  }
  assert.equal(started.length, 1, 'one worker, used again');
});

test('a file above the memory limit of Web Crypto is hashed by wasm', async () => {
  await choose(96 * MIB);
  assert.deepEqual(await digestOfChosen(), { sha256: SHA256_OF_96_MIB });
  assert.equal(started.length, 1);
});

test('two workers share several algorithms', async () => {
  await choose(6 * MIB);
  const algorithms = /** @type {import('metadefender-wasm').Algorithm[]} */ (ALL);
  assert.deepEqual(await digestOfChosen({ algorithms }), ZEROS);
  assert.equal(started.length, 2);
});

test('chunks passed between workers arrive complete and in order, also with the next file', async () => {
  for (const size of [MIB, 12 * MIB, 9 * MIB + 12_345]) {
    const path = await choose(size);
    // Each MiB differs.
    const words = Uint32Array.from({ length: size / 4 + 1 }, (_, index) => index);
    const content = Buffer.from(words.buffer).subarray(0, size);
    await writeFile(path, content);
    await page.setInputFiles('input', path);
    const expected = Object.fromEntries(
      ALL.map((name) => [name, createHash(name).update(content).digest('hex')]),
    );
    const algorithms = /** @type {import('metadefender-wasm').Algorithm[]} */ (ALL);
    assert.deepEqual(await digestOfChosen({ algorithms }), expected, `${size} bytes`);
  }
});

test('MD5 is hashed by wasm, as Web Crypto lacks it', async () => {
  await choose(6 * MIB);
  const algorithms = /** @type {const} */ (['md5']);
  assert.equal(
    await digestOfChosen({ algorithms: [...algorithms], engine: 'native' }),
    'unsupported',
  );
  assert.deepEqual(await digestOfChosen({ algorithms: [...algorithms] }), { md5: ZEROS.md5 });
});

test('a small file needs no worker', async () => {
  await choose(MIB - 1);
  await digestOfChosen();
  await digestOfChosen({ engine: 'wasm' });
  assert.equal(started.length, 0);
});

test('many large files share a few workers, which end when idle', async () => {
  const found = await page.evaluate(async (size) => {
    const { digest } = await import(/** @type {string} */ ('metadefender-wasm'));
    const files = Array.from({ length: 12 }, () => new Blob([new Uint8Array(size)]));
    return Promise.all(files.map((file) => digest(file, { engine: 'wasm' })));
  }, 6 * MIB);
  assert.deepEqual(found, Array(12).fill({ sha256: ZEROS.sha256 }));
  const cores = Number(await page.evaluate('navigator.hardwareConcurrency'));
  assert.ok(started.length <= Math.min(cores, 4), `${started.length} workers`);
  await Promise.all(page.workers().map((worker) => worker.waitForEvent('close')));
});

test('without a worker, the page hashes the file itself', async () => {
  for (const [what, answer] of Object.entries({
    'no script': { status: 404 },
    'a page in its place': { contentType: 'text/html', body: '<!doctype html>' },
    'a script that fails': { contentType: 'text/javascript', body: 'throw new Error("so")' },
    'a worker that fails in the middle': {
      contentType: 'text/javascript',
      body: 'onmessage = () => { postMessage({ read: 0 }); setTimeout(() => { throw new Error(); }); }',
    },
    'a worker that cannot hash': {
      contentType: 'text/javascript',
      body: 'onmessage = () => { postMessage({ read: 0 }); postMessage({ failed: true }); }',
    },
  })) {
    for (const script of ['hash-worker.js', 'hash-workers.js']) {
      if (script === 'hash-workers.js' && what.startsWith('a worker')) continue;
      const another = await browser.newPage();
      await another.route(`**/${script}`, (route) => route.fulfill(answer));
      await another.goto(`${site.address}/tests/browser/page.html`);
      const found = await another.evaluate(async (size) => {
        const { digest } = await import(/** @type {string} */ ('metadefender-wasm'));
        const file = new Blob([new Uint8Array(size)]);
        const algorithms = ['md5', 'sha1', 'sha256', 'sha512'];
        return [await digest(file, { algorithms }), await digest(file)];
      }, 6 * MIB);
      assert.deepEqual(found, [ZEROS, { sha256: ZEROS.sha256 }], `${script}: ${what}`);
      await another.close();
    }
  }
});

test('a worker script that never loads is not awaited', async () => {
  await page.route('**/hash-workers.js', () => {});
  assert.deepEqual(await digestOfZeros(), { sha256: ZEROS.sha256 });
  assert.equal(started.length, 0);
});

test('hashing works under a policy that forbids workers', async () => {
  const wasm = "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'";
  await under(`default-src 'self'; ${wasm}; worker-src 'none'`, async () => {
    assert.deepEqual(await digestOfZeros(), { sha256: ZEROS.sha256 });
    assert.equal(started.length, 0);
  });
});

test('a Trusted Types policy allows the worker to start', async () => {
  const types = "require-trusted-types-for 'script'; trusted-types metadefender-wasm";
  await under(types, async () => {
    const { md5, sha256 } = ZEROS;
    assert.deepEqual(await digestOfZeros(), { sha256 });
    assert.deepEqual(await digestOfZeros({ algorithms: ['md5', 'sha256'] }), { md5, sha256 });
    assert.equal(started.length, 2);
  });
});

/**
 * Opens the page under a policy.
 * @param {string} policy
 * @param {() => Promise<void>} work
 */
async function under(policy, work) {
  const strict = await startStaticServer({ 'Content-Security-Policy': policy });
  try {
    await page.goto(`${strict.address}/tests/browser/page.html`);
    await work();
  } finally {
    await strict.stop();
  }
}

test('an abort ends the worker, and the wait for one', async () => {
  const names = await page.evaluate(async (size) => {
    const { digest } = await import(/** @type {string} */ ('metadefender-wasm'));
    const file = new Blob([new Uint8Array(size)]);
    const controller = new AbortController();
    const { signal } = controller;
    const onProgress = (/** @type {{ loaded: number }} */ { loaded }) => {
      if (loaded > 0) controller.abort();
    };
    const calls = Array.from({ length: 8 }, () =>
      digest(file, { engine: 'wasm', signal, onProgress }).catch(
        (/** @type {Error} */ e) => e.name,
      ),
    );
    return Promise.all(calls);
  }, 64 * MIB);
  assert.deepEqual(names, Array(8).fill('AbortError'));
  await Promise.all(page.workers().map((worker) => worker.waitForEvent('close')));
  await choose(6 * MIB);
  assert.deepEqual(await digestOfChosen({ engine: 'wasm' }), { sha256: ZEROS.sha256 });
});

test('a file that was changed after it was chosen is unreadable, with every engine', async () => {
  for (const size of [6, 96]) {
    const path = await choose(size * MIB);
    await truncate(path, 3 * MIB);
    for (const engine of /** @type {const} */ ([undefined, 'wasm'])) {
      assert.equal(await digestOfChosen({ engine }), 'invalid-input', `${size} MiB, ${engine}`);
    }
  }
});

/** Small files with different bytes. @param {number} count */
async function chooseMany(count) {
  const paths = Array.from({ length: count }, (_, index) => join(folder, `small-${index}.bin`));
  await Promise.all(paths.map((path, index) => writeFile(path, Buffer.alloc(5000 + index, index))));
  await page.setContent(`<input type="file" multiple>${await page.content()}`);
  await page.setInputFiles('input', paths);
  return paths;
}

/** Hashes all chosen files at once, and returns how often the page has read several files together, and how many bytes. */
const digestsOfChosen = () =>
  page.evaluate(async () => {
    const { digest } = await import(/** @type {string} */ ('metadefender-wasm'));
    const input = /** @type {HTMLInputElement} */ (document.querySelector('input'));
    const files = Array.from(input.files ?? []);
    const largest = Math.max(...files.map(({ size }) => size));
    let [reads, read] = [0, 0];
    const { arrayBuffer } = Blob.prototype;
    Blob.prototype.arrayBuffer = function () {
      // Files that a busy machine reads slowly are read again individually.
      if (this.size > largest) [reads, read] = [reads + 1, read + this.size];
      return arrayBuffer.call(this);
    };
    const hash = (/** @type {File} */ file) =>
      digest(file).then(
        (/** @type {import('metadefender-wasm').Digests} */ { sha256 }) => sha256,
        (/** @type {any} */ error) => error.code,
      );
    const hashes = await Promise.all(files.map(hash));
    Blob.prototype.arrayBuffer = arrayBuffer;
    return { hashes, reads, read, size: files.reduce((sum, { size }) => sum + size, 0) };
  });

/** @param {string[]} paths */
const hashesOnDisk = (paths) =>
  Promise.all(
    paths.map(async (path) =>
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    ),
  );

test('many small files are read together', async () => {
  const paths = await chooseMany(400);
  const { hashes, reads, read, size } = await digestsOfChosen();
  assert.deepEqual(hashes, await hashesOnDisk(paths));
  assert.ok(reads < 20, `read ${reads} times`);
  assert.equal(read, size, 'every file in a group');
});

test('an unreadable small file does not fail those that are read with it', async () => {
  const paths = await chooseMany(60);
  const expected = await hashesOnDisk(paths);
  await truncate(/** @type {string} */ (paths[30]), 10);
  const { hashes } = await digestsOfChosen();
  assert.deepEqual(hashes, expected.with(30, 'invalid-input'));
});

test('small files whose calls were aborted are not read', async () => {
  const [reads, names] = await page.evaluate(async () => {
    const { digest } = await import(/** @type {string} */ ('metadefender-wasm'));
    const controller = new AbortController();
    let reads = 0;
    let answer = () => {};
    const answered = new Promise((resolve) => (answer = () => resolve(undefined)));
    const { arrayBuffer } = Blob.prototype;
    Blob.prototype.arrayBuffer = async function () {
      reads += 1;
      await answered;
      return arrayBuffer.call(this);
    };
    const { signal } = controller;
    const calls = Array.from({ length: 400 }, () =>
      digest(new Blob([new Uint8Array(5000)]), { signal }).catch(
        (/** @type {Error} */ error) => error.name,
      ),
    );
    // By now the first files are being read, and all others wait.
    await new Promise((resolve) => setTimeout(resolve));
    const begun = reads;
    controller.abort();
    const names = await Promise.all(calls);
    answer();
    // One more file after all those that were waiting.
    await digest(new Blob(['abc']));
    Blob.prototype.arrayBuffer = arrayBuffer;
    return /** @type {const} */ ([reads - begun, [...new Set(names)]]);
  });
  assert.deepEqual(names, ['AbortError']);
  assert.equal(reads, 1, 'the last one only');
});

test('files that are never read do not block others', async () => {
  const found = await page.evaluate(async () => {
    const { digest } = await import(/** @type {string} */ ('metadefender-wasm'));
    const { arrayBuffer } = Blob.prototype;
    const LOST = 1000;
    // A Blob that contains a lost file is never read, either.
    Blob.prototype.arrayBuffer = function () {
      return this.size >= LOST ? new Promise(() => {}) : arrayBuffer.call(this);
    };
    const lost = (/** @type {number} */ count) =>
      Array.from({ length: count }, () => new Blob([new Uint8Array(LOST)]));
    const some = (/** @type {number} */ count) =>
      Array.from({ length: count }, () => new Blob(['abc']));
    const blobs = [...lost(4), ...some(30), ...lost(1), ...some(30)];
    const calls = blobs.map((blob) => digest(blob));
    const hashes = await Promise.all(calls.filter((_, index) => blobs[index]?.size !== LOST));
    Blob.prototype.arrayBuffer = arrayBuffer;
    return hashes.map(({ sha256 }) => sha256);
  });
  assert.equal(found.length, 60);
  // FIPS 180-4, examples.
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  assert.deepEqual(new Set(found), new Set([abc]));
});

test('a small file has the same hashes and errors with any options', async () => {
  // FIPS 180-4, examples; RFC 1321, A.5.
  const abc = {
    md5: '900150983cd24fb0d6963f7d28e17f72',
    sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d',
    sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  };
  const found = await page.evaluate(async () => {
    const { digest } = await import(/** @type {string} */ ('metadefender-wasm'));
    const { signal } = new AbortController();
    /** @type {Record<string, any>} */
    const options = {
      none: undefined,
      signal: { signal },
      two: { algorithms: ['sha1', 'sha256'], signal },
      md5: { algorithms: ['md5', 'sha256'] },
      progress: { onProgress() {} },
      wasm: { engine: 'wasm' },
      unknown: { algorithms: ['sha3'] },
      nothing: { algorithms: 'sha256' },
      aborted: { signal: AbortSignal.abort() },
    };
    const failed = (/** @type {any} */ error) =>
      error.name === 'AbortError' ? error.name : error.code;
    const answers = Object.entries(options).map(async ([name, options]) => {
      return [name, await digest(new Blob(['abc']), options).catch(failed)];
    });
    return Object.fromEntries(await Promise.all(answers));
  });
  const { md5, sha1, sha256 } = abc;
  assert.deepEqual(found, {
    none: { sha256 },
    signal: { sha256 },
    two: { sha1, sha256 },
    md5: { md5, sha256 },
    progress: { sha256 },
    wasm: { sha256 },
    unknown: 'invalid-input',
    nothing: 'invalid-input',
    aborted: 'AbortError',
  });
});
