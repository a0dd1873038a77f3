// @ts-check
// Serves preScreen, or the same by hand, in its own process. It prints its address and ends with its standard input.
import { createServer } from 'node:http';
import process from 'node:process';
import '../../scripts/demo/end-with-stdin.mjs';
import { preScreen } from 'metadefender-wasm/edge';
import { folderBucket, nodeHandler, nodePlatform } from 'metadefender-wasm/edge/node';
import { bareServer } from './bare-node.mjs';

const [who = '', sink = '', folder = ''] = process.argv.slice(2);

/**
 * About 20 MB, as an application has in memory. In an almost empty heap, V8 marks everything again for each 10 MB of buffers, which
 * takes longer than the work that is measured.
 */
const application = Array.from({ length: 100_000 }, (_, id) => ({
  id,
  name: `user ${id}`,
  roles: [id],
}));

const ours = () =>
  nodeHandler(
    preScreen({
      platform: nodePlatform(),
      baseUrl: sink,
      secret: 'a secret of a benchmark, 32 or more',
      origin: sink,
      holding: { bucket: folderBucket({ folder }) },
      maxSize: 1e9,
      // The sink does not hash the uploads.
      undetermined: () => 'forward',
      onError() {},
    }),
  );

const server = createServer(who === 'ours' ? ours() : bareServer(sink, folder));
server.listen(0, '127.0.0.1', () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  console.log(`http://127.0.0.1:${port}`);
  process.once('exit', () => application.length);
});
