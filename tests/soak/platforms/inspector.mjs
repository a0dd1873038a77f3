// @ts-check
import { importTool } from '../../packed/support/consumer.mjs';

/**
 * Looks into the isolate of a Worker, by the inspector of workerd.
 * @param {number} port
 * @param {() => Promise<unknown>} wake has the isolate do something: it collects garbage when it is at work
 */
export async function startInspector(port, wake) {
  const { default: WebSocket } = await importTool('ws');
  const targets = /** @type {any[]} */ (
    await (await fetch(`http://127.0.0.1:${port}/json`)).json()
  );
  const socket = new WebSocket(targets[0].webSocketDebuggerUrl);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  let id = 0;
  /** @param {string} method @returns {Promise<any>} */
  const send = (method) =>
    new Promise((resolve, reject) => {
      const asked = ++id;
      socket.on('message', function hear(/** @type {any} */ data) {
        const message = JSON.parse(String(data));
        if (message.id !== asked) return;
        socket.off('message', hear);
        if (message.error) reject(new Error(`${method}: ${message.error.message}`));
        else resolve(message.result);
      });
      socket.send(JSON.stringify({ id: asked, method }));
    });
  return {
    /** Live bytes of the heap. */
    async heap() {
      let isCollected = false;
      const collected = send('HeapProfiler.collectGarbage').then(() => (isCollected = true));
      while (!isCollected) await Promise.race([collected, wake()]);
      return (await send('Runtime.getHeapUsage')).usedSize;
    },
    stop: () => socket.terminate(),
  };
}
