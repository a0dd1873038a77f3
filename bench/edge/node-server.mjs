// @ts-check
// Serves preScreen, or what does the same by hand, in a process of its own. It prints its address and ends with its standard input.
import { createServer } from 'node:http';
import process from 'node:process';
import '../../scripts/demo/end-with-stdin.mjs';
import { preScreen } from 'metadefender-wasm/edge';
import { folderBucket, nodeHandler, nodePlatform } from 'metadefender-wasm/edge/node';
import { bareServer } from './bare-node.mjs';

const [who = '', sink = '', folder = ''] = process.argv.slice(2);

/**
 * What an application has in memory besides, 20 MB or so. In a heap that is all but empty V8 marks everything anew for each 10 MB of buffers,
 * which takes longer than what they are for.
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
      // The sink does not hash what it is sent.
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
