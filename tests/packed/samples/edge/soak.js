// Both handlers before each service, for many requests at once of which each is told from the others at the gateway.
import { AsyncLocalStorage } from 'node:async_hooks';
// First, so that it observes the instantiation of the module.
import { memorySize, valuesKept } from '../../memory-workerd/observe-module.js';
import { preScreen, scanProxy } from 'metadefender-wasm/edge';

/** The header by which the gateway assigns requests to a scan. */
const SCAN = 'x-gateway-scan';
const PREFIXES = { cluster: '', 'cloud-v2': '/v2', 'cloud-v4': '/v4' };

/** The name of the scan that a request is for. */
const current = new AsyncLocalStorage();

/** @type {string[]} */
const errors = [];

/** Requests that have not been answered: under way, or given up by the runtime. */
let unanswered = 0;

/** Everything that a request has the handlers ask carries the name of its scan. */
function tagged(url, init) {
  const headers = new Headers(init?.headers);
  if (current.getStore()) headers.set(SCAN, current.getStore());
  return fetch(url, { ...init, headers });
}

const service = (env, api) => ({
  baseUrl: env.GATEWAY + PREFIXES[api],
  api,
  apiKey: env.API_KEY,
  secret: env.SECRET,
  fetch: tagged,
  onError: (message) => errors.push(message),
});

const hex = (bytes) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Responds with what was delivered to it. */
async function origin(request, screening) {
  const body = await crypto.subtle.digest('SHA-256', await request.arrayBuffer());
  return Response.json({ screening, sha256: hex(body) });
}

/** @param {keyof typeof PREFIXES} api */
function handlersOf(api) {
  const mount = `/scan${PREFIXES[api]}`;
  const screen = (options) =>
    preScreen((env) => ({
      ...service(env, api),
      origin,
      retry: { attempts: 3, baseDelay: 1 },
      ...options,
    }));
  const quick = { timeout: 300, responseTimeout: 300, waitFor: 3000 };
  return {
    scan: scanProxy((env) => ({
      ...service(env, api),
      mount,
      parameters: { contentEncoding: true },
    })),
    patient: screen({}),
    quick: screen(quick),
    unknown: screen({ lookup: false }),
    'quick-unknown': screen({ ...quick, lookup: false }),
  };
}

const HANDLERS = {
  cluster: handlersOf('cluster'),
  'cloud-v2': handlersOf('cloud-v2'),
  'cloud-v4': handlersOf('cloud-v4'),
};

export default {
  async fetch(request, env, context) {
    const { pathname } = new URL(request.url);
    if (pathname === '/counts')
      return Response.json({ wasm: memorySize(), values: valuesKept(), unanswered });
    if (pathname === '/errors') return Response.json(errors.splice(0));
    const [, first, api, how] = pathname.split('/');
    const handler = first === 'screen' ? HANDLERS[api][how] : HANDLERS[apiOf(pathname)].scan;
    const name = request.headers.get(SCAN) ?? '';
    unanswered += 1;
    try {
      return await current.run(name, () => handler(request, env, context));
    } finally {
      // Not run if the client has disconnected: workerd drops the request.
      unanswered -= 1;
    }
  },
};

/** @param {string} pathname */
function apiOf(pathname) {
  if (pathname.startsWith('/scan/v2/')) return 'cloud-v2';
  return pathname.startsWith('/scan/v4/') ? 'cloud-v4' : 'cluster';
}
