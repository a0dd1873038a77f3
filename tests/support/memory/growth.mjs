// @ts-check
// Whether something is left of each call.

/**
 * The most that may grow for each call of a stretch, as caches and compiled code still come and go.
 * What is counted is exact but for those: an object left of every tenth call is too many.
 *
 * @type {Record<string, number>}
 */
const PER_CALL = { wasm: 0, heap: 80, external: 80 };
const COUNT_PER_CALL = 1 / 25;
/** What may still come for the first time, such as a fault that was never met before. */
const FIRST_TIMES = 4;

/**
 * Does a workload in stretches, and answers what grew in every one of them: what is left of calls does,
 * other than what is merely used more than ever before.
 *
 * @param {(count: number) => Promise<void>} work
 * @param {() => Promise<Record<string, number>>} census
 * @param {number[]} lengths of the stretches. The first calls fill caches, and have the engine compile what is hot.
 * @param {Record<string, number>} [slack] by how much more each may grow in a stretch, where the workload is not the same
 *   for each call
 * @returns {Promise<Record<string, number[]>>} the growth of each stretch
 */
export async function growth(work, census, lengths, slack = {}) {
  /** @type {Record<string, number>[]} */
  const counts = [];
  for (const count of lengths) {
    await work(count);
    counts.push(await census());
  }
  const last = counts.at(-1) ?? {};
  const grown = Object.keys(last).map((name) => {
    const seen = counts.map((count) => count[name] ?? 0);
    return /** @type {const} */ ([name, seen.slice(1).map((now, i) => now - (seen[i] ?? 0))]);
  });
  return Object.fromEntries(
    grown.filter(([name, stretches]) =>
      stretches.every((more, i) => {
        const calls = lengths[i + 1] ?? 0;
        const count = Math.max(COUNT_PER_CALL * calls, FIRST_TIMES);
        const allowed = name in PER_CALL ? (PER_CALL[name] ?? 0) * calls : count;
        return more > allowed + (slack[name] ?? 0);
      }),
    ),
  );
}
