// What a user relies on in a server's runtime, Node, Deno or Bun: all cases, and those with a disk.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { connect, digest } from 'metadefender-wasm';
import { cases } from './cases.js';
import { assert, fails } from './expect.js';
import { AT_ONCE, EICAR } from './reports.js';

const MIB = 1024 * 1024;

/** A stream of so many MiB, made as it is read. @param {number} chunks @param {number} fill */
function stream(chunks, fill) {
  return new ReadableStream({
    pull(controller) {
      if (chunks === 0) return controller.close();
      chunks -= 1;
      controller.enqueue(new Uint8Array(MIB).fill(fill));
    },
  });
}

/** @type {typeof cases} */
export const serverCases = {
  ...cases,
  disk: {
    'a file of the disk is scanned by its URL, under its name': async (gateway) => {
      const metadefender = await connect({ baseUrl: gateway });
      const folder = await mkdtemp(join(tmpdir(), 'metadefender-wasm-'));
      try {
        const path = join(folder, 'kühl & 100%.txt');
        await writeFile(path, `harmless ${Math.random().toString(36)}`);
        const scan = await metadefender.scan(pathToFileURL(path), { poll: AT_ONCE });
        assert.equal(scan.verdict, 'allowed');
        assert.equal(scan.result.file_info?.display_name, 'kühl & 100%.txt');
        const nowhere = pathToFileURL(join(folder, 'nowhere'));
        await fails(metadefender.scan(nowhere), 'invalid-input');
        await fails(digest(nowhere), 'invalid-input');
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  },
  streams: {
    'a stream whose length is stated is scanned': async (gateway) => {
      const metadefender = await connect({ baseUrl: gateway });
      const scan = await metadefender.scan(stream(8, 7), {
        contentLength: 8 * MIB,
        filename: 'stream.bin',
        poll: AT_ONCE,
      });
      assert.equal(scan.verdict, 'allowed');
      assert.equal(scan.result.file_info?.file_size, 8 * MIB);
      assert.deepEqual(scan.digests, await digest(new Uint8Array(8 * MIB).fill(7)));
      const eicar = new Blob([EICAR]).stream();
      const blocked = await metadefender.scan(eicar, { contentLength: 68, poll: AT_ONCE });
      assert.equal(blocked.verdict, 'blocked');
    },

    'a response is scanned as it arrives': async (gateway) => {
      const metadefender = await connect({ baseUrl: gateway });
      const source = new Response(EICAR, { headers: { 'content-length': `${EICAR.length}` } });
      assert.equal((await metadefender.scan(source, { poll: AT_ONCE })).verdict, 'blocked');
    },
  },
};
