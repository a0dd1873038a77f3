// @ts-check

const AT_ONCE = 100;

/**
 * Does something with each entry, a hundred a frame, so that a long list does not hold the page up.
 * @template T
 * @param {Iterable<T>} entries
 * @param {(chunk: T[]) => void} show
 * @param {AbortSignal} [signal]
 */
export async function inChunks(entries, show, signal) {
  /** @type {T[]} */
  let chunk = [];
  for (const entry of entries) {
    chunk.push(entry);
    if (chunk.length < AT_ONCE) continue;
    show(chunk);
    chunk = [];
    // Not a frame, of which a page in the background gets none.
    await new Promise((resolve) => setTimeout(resolve));
    if (signal?.aborted) return;
  }
  if (chunk.length > 0) show(chunk);
}
