// @ts-check

const BUFFER = 64 << 10;

/**
 * Reads a body the fastest way that a Worker has, as measured: into one buffer, again and again.
 * @param {ReadableStream<Uint8Array>} body
 * @param {(bytes: Uint8Array) => unknown} onBytes the buffer is its own until what it answers is settled
 */
export async function pump(body, onBytes) {
  const reader = body.getReader({ mode: 'byob' });
  let buffer = new ArrayBuffer(BUFFER);
  for (;;) {
    const { done, value } = await reader.read(new Uint8Array(buffer));
    if (done) return;
    await onBytes(value);
    buffer = /** @type {ArrayBuffer} */ (value.buffer);
  }
}
