// @ts-check
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
/** @import { Socket } from 'node:net' */

/**
 * What goes wrong with a request: after so many bytes of it (`request`) or of its answer the connection is reset, ends as if that
 * were all, ends for one side only, or nothing comes any more; or it is held up for `ms`.
 * @typedef {object} WireFault
 * @property {RegExp} operation method and path
 * @property {'request' | 'answer'} side
 * @property {number} at bytes
 * @property {'reset' | 'end' | 'half' | 'stall' | 'delay'} how
 * @property {number} [ms]
 * @property {number} [times] how many such requests; all of them unless told
 */

/** One request and its answer. @typedef {{ line: string, request: number, answer: number, fault?: WireFault }} Exchange */

const REQUEST_LINE = /^([A-Z]+ \S+) HTTP\/1\.1\r\n/;

/**
 * A cable between a client and a server that can be cut: it knows of HTTP only where a request begins.
 * @param {string} target address of the server
 */
export async function startFaultyWire(target) {
  const { hostname, port } = new URL(target);
  /** @type {WireFault[]} */
  let faults = [];
  /** Every request so far. @type {Exchange[]} */
  const exchanges = [];
  /** @type {Set<Socket>} */
  const sockets = new Set();

  /** @param {string} line @returns {Exchange} */
  function begin(line) {
    const fault = faults.find(({ operation, times = 1 }) => times > 0 && operation.test(line));
    if (fault?.times) fault.times -= 1;
    const exchange = { line, request: 0, answer: 0, fault };
    exchanges.push(exchange);
    return exchange;
  }

  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    /** @type {Exchange | undefined} */
    let exchange;
    /** What passes nothing on any more. @type {Set<'request' | 'answer'>} */
    const dead = new Set();
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    }

    /** Passes on what comes from one side, up to the fault. @param {'request' | 'answer'} side @param {Buffer} chunk */
    async function pass(side, chunk) {
      const [from, to] = side === 'request' ? [client, upstream] : [upstream, client];
      if (dead.has(side)) return;
      const { fault } = exchange ?? {};
      const passed = exchange?.[side] ?? 0;
      if (exchange) exchange[side] += chunk.length;
      if (fault?.side !== side || passed > fault.at || passed + chunk.length < fault.at)
        return void to.write(chunk);
      const rest = chunk.subarray(fault.at - passed);
      to.write(chunk.subarray(0, fault.at - passed));
      if (fault.how === 'delay') {
        from.pause();
        await new Promise((resolve) => setTimeout(resolve, fault.ms));
        from.resume();
        return void to.write(rest);
      }
      dead.add(side);
      if (fault.how === 'half') to.end();
      if (fault.how !== 'reset' && fault.how !== 'end') return;
      if (fault.how === 'reset') client.resetAndDestroy();
      else client.end();
      dead.add('request').add('answer');
      upstream.destroy();
    }

    client.on('data', (chunk) => {
      const [, line] = REQUEST_LINE.exec(chunk.toString('latin1', 0, 2000)) ?? [];
      if (line) exchange = begin(line);
      void pass('request', chunk);
    });
    upstream.on('data', (chunk) => void pass('answer', chunk));
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => dead.has('answer') || client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: own } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    address: `http://127.0.0.1:${own}`,
    exchanges,
    /** How often an operation came by. @param {RegExp} operation */
    count: (operation) => exchanges.filter(({ line }) => operation.test(line)).length,
    /** @param {WireFault[]} next */
    plan(...next) {
      faults = next;
      exchanges.length = 0;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
