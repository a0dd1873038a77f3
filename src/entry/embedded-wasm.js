// @ts-check
// The build puts the optimised module here, as a text: gzip in base64.
import text from './metadefender.wasm.gz';

/**
 * The bytes of the module, which a page loads where it does not find the .wasm.
 * @returns {Promise<ArrayBuffer>}
 */
export function wasmBytes() {
  const packed = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}
