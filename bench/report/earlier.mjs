// @ts-check
import { ROWS, RUNTIMES } from '../rows.mjs';

/** @typedef {import('./report.mjs').Report} Report */
/** @typedef {import('./lines.mjs').Result} Result */

/**
 * Merges a run with an earlier one: rows that were not measured keep their earlier results, with their dates. They are in the order
 * of the table.
 * @param {Report} run
 * @param {Report} earlier
 * @returns {Report}
 */
export function withEarlier(run, earlier) {
  const dated = (/** @type {Report} */ { results, date }) =>
    results.map((result) => ({ date, ...result }));
  const all = [...dated(run), ...dated(earlier)];
  const results = RUNTIMES.flatMap((runtime) =>
    ROWS.flatMap(({ id, runtimes }) => {
      const result = all.find((each) => each.id === id && each.runtime === runtime);
      return result && runtimes.includes(runtime) ? [result] : [];
    }),
  );
  return { ...run, versions: { ...earlier.versions, ...run.versions }, results };
}
