// @ts-check
// The build inserts the optimised module here as text: gzip in base64.
import text from './metadefender.wasm.gz';

/**
 * The bytes of the module, for pages that do not find the .wasm.
 * @returns {Promise<ArrayBuffer>}
 */
export function wasmBytes() {
  const packed = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}
