// Files on disk, in server runtimes.
import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { connect, digest } from 'metadefender-wasm';
import { assert, fails } from '../expect.js';
import { AT_ONCE } from '../reports.js';

const GIB = 2 ** 30;
const MIB = 2 ** 20;
const KIB = 2 ** 10;

/** sha256sum of 4 GiB and 2 MiB of zeros. */
const ZEROS = '1c17a68626168b9395a057efa802a4cb1c871dd4b94f7b24363a3457dbc6c90c';

/** Runs a test with a temporary folder, and removes it. @param {(folder: string) => Promise<unknown>} test */
async function withFolder(test) {
  const folder = await mkdtemp(join(tmpdir(), 'metadefender-wasm-'));
  try {
    await test(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** @type {Record<string, (gateway: string) => Promise<unknown>>} */
export default {
  'a file on disk is scanned by its URL, with its name': (gateway) =>
    withFolder(async (folder) => {
      const metadefender = await connect({ baseUrl: gateway });
      const path = join(folder, 'kühl & 100%.txt');
      await writeFile(path, `harmless ${Math.random().toString(36)}`);
      const scan = await metadefender.scan(pathToFileURL(path), { poll: AT_ONCE });
      assert.equal(scan.verdict, 'allowed');
      assert.equal(scan.result.file_info?.display_name, 'kühl & 100%.txt');
      const nowhere = pathToFileURL(join(folder, 'nowhere'));
      await fails(metadefender.scan(nowhere), 'invalid-input');
      await fails(digest(nowhere), 'invalid-input');
    }),

  'a file on disk arrives unchanged at a server that reads slowly': () =>
    withFolder(async (folder) => {
      const path = join(folder, 'random.bin');
      const content = new Uint8Array(16 * MIB + 123);
      for (let at = 0; at < content.length; at += 64 * KIB) {
        crypto.getRandomValues(content.subarray(at, at + 64 * KIB));
      }
      await writeFile(path, content);
      let taken = {};
      const server = createServer(async (request, response) => {
        const hash = createHash('sha256');
        let chunks = 0;
        for await (const chunk of request) {
          hash.update(chunk);
          if ((chunks += 1) % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
        }
        taken = { sha256: hash.digest('hex') };
        response.end('{"data_id":"one"}');
      });
      await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      try {
        const metadefender = await connect({ baseUrl: `http://127.0.0.1:${port}` });
        await metadefender.analyze(pathToFileURL(path));
        assert.deepEqual(taken, await digest(content));
      } finally {
        server.close();
        server.closeAllConnections();
      }
    }),

  'if the name of a file is a path, only its last part is sent': (gateway) =>
    withFolder(async (folder) => {
      const metadefender = await connect({ baseUrl: gateway });
      const path = join(folder, 'report.txt');
      await writeFile(path, `harmless ${Math.random().toString(36)}`);
      // The name of a BunFile is its path.
      const { Bun } = /** @type {any} */ (globalThis);
      const file = Bun ? Bun.file(path) : Object.assign(await openAsBlob(path), { name: path });
      const scan = await metadefender.scan(file, { poll: AT_ONCE });
      assert.equal(scan.result.file_info?.display_name, 'report.txt');
    }),

  'a slice of a file on disk is hashed correctly, or refused with a remedy': () =>
    withFolder(async (folder) => {
      const path = join(folder, 'digits');
      await writeFile(path, '0123456789');
      const { Bun } = /** @type {any} */ (globalThis);
      const blob = async () => (Bun ? Bun.file(path) : openAsBlob(path));
      for (const [start, bytes] of /** @type {const} */ ([
        [4, '456789'],
        [-3, '789'],
      ])) {
        // Bun guesses the size of a slice if the size of the whole file was not read before.
        const result = await digest((await blob()).slice(start)).catch((error) => error);
        if (Bun) {
          assert.equal(result.code, 'invalid-input');
          assert.match(result.message, /Bun\.file whose size was not read/);
        }
        const whole = await blob();
        assert.equal(whole.size, 10);
        assert.deepEqual(await digest(whole.slice(start)), await digest(new Blob([bytes])));
      }
      if (Bun) await fails(digest(Bun.file(join(folder, 'nowhere'))), 'invalid-input');
    }),

  'a Blob of a file of 4 GiB or more is hashed whole, or refused with a workaround': () =>
    withFolder(async (folder) => {
      const path = join(folder, 'large');
      await writeFile(path, '');
      const large = 4 * GIB + 2 * MIB;
      await truncate(path, large);
      const whole = await openAsBlob(path);
      // Reading and hashing this much takes long, so each runtime does it once.
      if (whole.size === large) return assert.deepEqual(await digest(whole), { sha256: ZEROS });
      // Node 20 to 26 count the bytes of such a Blob with 32 bits.
      for (const size of [4 * GIB, large]) {
        await truncate(path, size);
        const blob = await openAsBlob(path);
        const error = await fails(digest(blob), 'invalid-input');
        assert.match(error.message, /file: URL/);
        await assertNothingIsSent(blob);
        await assertNothingIsSent(new File([blob], 'name'));
      }
      assert.deepEqual(await digest(pathToFileURL(path)), { sha256: ZEROS });
    }),

  'a Blob of over 4 GiB that states some KiB is refused before it is read': () =>
    withFolder(async (folder) => {
      // Deno and Bun state the right size, and read it like the files above.
      if ('Deno' in globalThis || 'Bun' in globalThis) return;
      const size = 4 * GIB + 16 * KIB;
      const path = join(folder, 'large');
      await writeFile(path, '');
      await truncate(path, size);
      const blob = await openAsBlob(path);
      if (blob.size === size) return;
      const before = process.memoryUsage().rss;
      await fails(digest(blob), 'invalid-input');
      await assertNothingIsSent(blob);
      assert.isBelow(process.memoryUsage().rss - before, MOST_MEMORY);
    }),
};

/** A file of 4 GiB that is not read needs no memory. */
const MOST_MEMORY = 512 * MIB;

/** @param {Blob} blob that misstates its size */
async function assertNothingIsSent(blob) {
  let requests = 0;
  const fetch = async () => {
    requests += 1;
    return Response.json({ data_id: '1234' });
  };
  const metadefender = await connect({ baseUrl: 'http://service.test', fetch });
  await fails(metadefender.scan(blob), 'invalid-input');
  await fails(metadefender.analyze(blob), 'invalid-input');
  assert.equal(requests, 0);
}
