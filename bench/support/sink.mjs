// @ts-check
// A service that reads uploads as fast as it can, and finds every file clean. It runs in its own process on bare
// sockets, so that it is not the bottleneck.
import { createServer } from 'node:net';
import '../../scripts/demo/end-with-stdin.mjs';
import { answerTo } from './sink-answers.mjs';

const END_OF_HEAD = '\r\n\r\n';

const server = createServer({ noDelay: true }, (socket) => {
  let head = '';
  let request = '';
  let size = 0;
  /** Bytes of the body that have not arrived; negative while the head is read. */
  let left = -1;

  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    for (let at = 0; at < chunk.length || left === 0;) {
      if (left < 0) {
        const part = chunk.subarray(at).toString('latin1');
        const before = head.length;
        head += part;
        const end = head.indexOf(END_OF_HEAD);
        if (end < 0) return;
        at += end + END_OF_HEAD.length - before;
        request = head.slice(0, head.indexOf('\r\n'));
        size = Number(/^content-length: *(\d+)/im.exec(head.slice(0, end))?.[1] ?? 0);
        left = size;
        head = '';
      }
      const taken = Math.min(left, chunk.length - at);
      at += taken;
      left -= taken;
      if (left > 0) return;
      socket.write(answerTo(request, size));
      left = -1;
    }
  });
});

server.listen(0, '127.0.0.1', () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  console.log(`http://127.0.0.1:${port}`);
});
