// @ts-check

const AT_ONCE = 100;

/**
 * Shows entries a hundred at a time, so that a long list does not block the page.
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
    // Not requestAnimationFrame, which does not run in background tabs.
    await new Promise((resolve) => setTimeout(resolve));
    if (signal?.aborted) return;
  }
  if (chunk.length > 0) show(chunk);
}
