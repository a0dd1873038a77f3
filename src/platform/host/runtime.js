const host = /** @type {any} */ (globalThis);

/**
 * The family of runtimes that moves bytes as this one does. Workers come first: with Node's
 * compatibility on, they look like Node too.
 * @returns {'workerd' | 'deno' | 'bun' | 'node' | 'browser'}
 */
export function runtime() {
  if (host.navigator?.userAgent === 'Cloudflare-Workers') return 'workerd';
  if (host.Deno) return 'deno';
  if (host.Bun) return 'bun';
  if (host.process?.versions?.node && !host.document) return 'node';
  return 'browser';
}

/** Whether a path such as `/scan` is an address here. */
export function hasOrigin() {
  const origin = host.location?.origin;
  return typeof origin === 'string' && origin !== 'null';
}
