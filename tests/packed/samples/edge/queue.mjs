// A process with a persistent queue: `send` sends messages and dies while handling one, `consume` prints the queued ones.
import process from 'node:process';
import { folderQueue, sqliteQueue } from 'metadefender-wasm/edge/node';

const [kind, place, act] = process.argv.slice(2);
const queue = kind === 'sqlite' ? sqliteQueue({ file: place }) : folderQueue({ folder: place });

if (act === 'send') {
  for (const id of ['first', 'second', 'third']) await queue.send({ id });
  await queue.send({ id: 'late' }, { delaySeconds: 0.5 });
  queue.consume(async ({ messages }) => {
    console.log(messages[0].body.id);
    process.kill(process.pid, 'SIGKILL');
    await new Promise(() => {});
  });
} else {
  const consumer = queue.consume(async ({ messages: [{ body, attempts, ack, retry }] }) => {
    console.log(body.id, attempts);
    if (body.id === 'late' && attempts === 1) return retry({ delaySeconds: 0.01 });
    ack();
    if (body.id === 'late') consumer.stop().then(() => process.exit());
  });
}
// A queue alone keeps no process alive.
setInterval(() => {}, 1000);
