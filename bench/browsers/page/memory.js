// @ts-check
import { connect } from 'metadefender-wasm';

const post = (/** @type {string} */ path, /** @type {string} */ body) =>
  fetch(path, { method: 'POST', body });

/**
 * Scans a file when the server allows it, and reports the end to the server, since nothing else observes the page.
 * @param {import('./page.js').Context} context
 */
export async function memory({ file, sink }) {
  const metadefender = await connect({ baseUrl: sink });
  await post('/ready', '');
  const end = await metadefender.scan(file).then(({ verdict }) => verdict, String);
  await post('/end', end);
}
