// @ts-check

/** @type {typeof import('../edge.js').preScreen} */
export function preScreen() {
  return async () => new Response('not there yet', { status: 501 });
}
