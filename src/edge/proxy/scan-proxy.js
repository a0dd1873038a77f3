// @ts-check

/** @type {typeof import('../edge.js').scanProxy} */
export function scanProxy() {
  return async () => new Response('not there yet', { status: 501 });
}
