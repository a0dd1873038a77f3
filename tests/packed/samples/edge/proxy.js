// Proxies in front of the three services, mounted with `scanProxy` like in any Worker.
import { scanProxy } from 'metadefender-wasm/edge';

/** @type {string[]} */
const errors = [];

/** @param {string} mount @param {object} service */
const proxy = (mount, { path = '', ...service }) =>
  scanProxy((env) => ({
    baseUrl: env.GATEWAY + path,
    apiKey: env.API_KEY,
    secret: env.SECRET,
    mount,
    ...(env.PLATFORM && { platform: env.PLATFORM }),
    ...(env.CACHE && { cache: env.CACHE }),
    ...service,
    ...env.OPTIONS,
    rateLimit: {
      ...(env.REQUESTS && { requests: env.REQUESTS }),
      ...(env.UPLOADS && { uploads: env.UPLOADS }),
      // Needed where no header reliably identifies the sender.
      ...(env.PLATFORM && { key: () => 'everybody' }),
    },
    visitor: env.HOOKS?.includes('visitor') ? visitor : undefined,
    authorize: env.HOOKS?.includes('authorize') ? authorize : undefined,
    onError: (message) => errors.push(message),
  }));

/** Whatever tells visitors apart; a header is easily written in a test. @param {Request} request */
const visitor = ({ headers }) => headers.get('x-visitor') ?? '';

/** @param {Request} request */
function authorize({ headers }) {
  switch (headers.get('x-session')) {
    case 'good':
      return true;
    case 'over':
      return new Response('log in', { status: 303, headers: { location: '/login' } });
    case 'broken':
      throw new Error('the session store is away, its password is s3same');
  }
  return false;
}

const proxies = [
  proxy('/scan/v2', { path: '/v2', api: 'cloud-v2' }),
  proxy('/scan/v4', { path: '/v4', api: 'cloud-v4' }),
  proxy('/scan', {}),
];

/** Others in the same isolate and at the same path, by their names in `MORE`, as a header says. @type {Record<string, ReturnType<typeof scanProxy>>} */
const more = {};

export default {
  async fetch(request, env, context) {
    const { pathname } = new URL(request.url);
    const name = request.headers.get('x-proxy');
    if (name) return (more[name] ??= proxy('/more', env.MORE[name]))(request, env, context);
    if (pathname === '/errors') return Response.json(errors.splice(0));
    const [v2, v4, cluster] = proxies;
    if (pathname.startsWith('/scan/v2/')) return v2(request, env, context);
    if (pathname.startsWith('/scan/v4/')) return v4(request, env, context);
    return cluster(request, env, context);
  },
};
