// The behaviour that users rely on in Node, Deno and Bun: all cases, and those that need a disk.
import { createServer } from 'node:net';
import { connect, digest } from 'metadefender-wasm';
import { cases } from './cases.js';
import cookies from './cases/cookies.js';
import disk from './cases/disk.js';
import { assert, fails } from './expect.js';
import { AT_ONCE, EICAR } from './reports.js';
import { stickyBalancer } from './sticky.js';

const MIB = 1024 * 1024;

/** A stream of so many MiB, generated as it is read. @param {number} chunks @param {number} fill */
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
  cookies,
  disk,
  balancer: {
    'an analysis is polled on the node that knows it': async (gateway) => {
      const balancer = await stickyBalancer(gateway);
      try {
        const metadefender = await connect({ baseUrl: balancer.address });
        const texts = [0, 1, 2].map(() => `harmless ${Math.random().toString(36)}`);
        const scans = texts.map((text) => metadefender.scan(new Blob([text]), { poll: AT_ONCE }));
        for (const { verdict } of await Promise.all(scans)) assert.equal(verdict, 'allowed');
        const files = [new Blob([`${texts} in a batch`]), new Blob([EICAR])];
        const batch = await metadefender.scanBatch(files, { poll: AT_ONCE, lookup: false });
        assert.equal(batch.verdict, 'blocked');
        assert.deepEqual(
          batch.files.map(({ scan }) => scan?.verdict),
          ['allowed', 'blocked'],
        );
        // Neither lookups nor new submissions are bound to a node.
        const free = balancer.asked.filter((line) =>
          /^GET \/hash|^POST \/file (?!node)|batch -$/.test(line),
        );
        assert.ok(
          free.every((line) => line.endsWith(' -')),
          free.join(),
        );
        assert.isAbove(free.length, 6);
      } finally {
        await balancer.stop();
      }
    },
  },
  streams: {
    'a stream with a stated length is scanned': async (gateway) => {
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

    'an early response ends the upload, and no request follows into its body': async () => {
      /** The data that arrived on each connection. @type {string[]} */
      const connections = [];
      const server = createServer((socket) => {
        const index = connections.push('') - 1;
        socket.on('error', () => {});
        socket.on('data', (bytes) => {
          if (!connections[index]) {
            socket.write('HTTP/1.1 401 Unauthorized\r\ncontent-length: 2\r\n\r\n{}');
          }
          connections[index] += bytes.toString('latin1');
        });
      });
      await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      try {
        const baseUrl = `http://127.0.0.1:${port}`;
        const metadefender = await connect({ baseUrl, apiKey: 'secret', timeout: 10_000 });
        for (let call = 0; call < 3; call += 1) {
          // Begins, but does not continue.
          const begun = new ReadableStream({ start: (it) => it.enqueue(new Uint8Array(MIB)) });
          const analyzing = metadefender.analyze(begun, { contentLength: 8 * MIB });
          await fails(analyzing, 'unauthorized');
        }
        for (const text of connections) assert.equal(text.split('secret').length, 2);
        assert.equal(connections.length, 3);
      } finally {
        server.close();
      }
    },

    'a stream that has to be collected is held up to a limit, also with a custom fetch':
      async () => {
        const fetch = async () => assert.fail('something was sent');
        const metadefender = await connect({ baseUrl: 'http://service.test', fetch });
        const limited = { bufferLimit: MIB };
        await fails(metadefender.analyze(stream(2, 1), limited), 'length-required');
        const stated = { contentLength: MIB, contentEncoding: /** @type {const} */ ('gzip') };
        await fails(metadefender.analyze(stream(2, 1), stated), 'length-required');
      },

    'a response is scanned as it arrives': async (gateway) => {
      const metadefender = await connect({ baseUrl: gateway });
      const source = new Response(EICAR, { headers: { 'content-length': `${EICAR.length}` } });
      assert.equal((await metadefender.scan(source, { poll: AT_ONCE })).verdict, 'blocked');
    },
  },
};
