// @ts-check

/** @type {typeof import('../edge.js').preScreenQueue} */
export function preScreenQueue() {
  return async () => {};
}
