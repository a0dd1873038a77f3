// @ts-check
import { connect } from 'metadefender-wasm';

const post = (/** @type {string} */ path, /** @type {string} */ body) =>
  fetch(path, { method: 'POST', body });

/**
 * Scans a file, once the server lets it, and tells the server the end: nobody else is watching.
 * @param {import('./page.js').Context} context
 */
export async function memory({ file, sink }) {
  const metadefender = await connect({ baseUrl: sink });
  await post('/ready', '');
  const end = await metadefender.scan(file).then(({ verdict }) => verdict, String);
  await post('/end', end);
}
