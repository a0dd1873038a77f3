// @ts-check

const BUFFER = 64 << 10;

/**
 * Reads a body in the way that was measured to be the fastest in Workers: again and again into one buffer.
 * @param {ReadableStream<Uint8Array>} body
 * @param {(bytes: Uint8Array) => unknown} onBytes may use the buffer until its promise is settled
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
