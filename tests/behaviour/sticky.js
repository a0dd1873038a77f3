// A load balancer in front of several nodes, which are told apart by its cookie only.
import { createServer } from 'node:http';

/**
 * A server that passes requests on to the gateway as if it were several nodes: the response to an upload names its node by a
 * cookie, and the node of an analysis knows it. Every other answer sets a cookie that leads nowhere.
 * @param {string} gateway
 */
export async function stickyBalancer(gateway) {
  /** The node of each analysis or batch. @type {Map<string, string>} */
  const nodes = new Map();
  /** The cookie of each request, behind its method and path. @type {string[]} */
  const asked = [];
  let last = 0;

  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    asked.push(`${method} ${url} ${headers.cookie ?? '-'}`);
    const id = /^\/file\/(?:batch\/)?([0-9a-f-]{8,})/.exec(url)?.[1];
    const node = id ? nodes.get(id) : `node=${(last += 1)}`;
    if (id && headers.cookie !== node) {
      response.writeHead(404, { 'content-type': 'application/json' });
      return response.end('{"err":"no such analysis here"}');
    }
    const { host, connection, ...passed } = headers;
    // An aborted request is passed on to no node.
    const chunks = await request.toArray().catch(() => undefined);
    if (!chunks) return;
    const body = chunks.length ? Buffer.concat(chunks) : undefined;
    const answer = await fetch(gateway + url, {
      method,
      headers: /** @type {any} */ (passed),
      body,
    });
    const text = await answer.text();
    if (answer.ok && method === 'POST') {
      const { data_id: dataId, batch_id: batchId } = JSON.parse(text);
      if (dataId ?? batchId) nodes.set(dataId ?? batchId, headers.cookie ?? node ?? '');
    }
    if (node && !headers.cookie) response.setHeader('set-cookie', `${node}; Path=/; HttpOnly`);
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    return response.end(text);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    address: `http://127.0.0.1:${port}`,
    asked,
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
