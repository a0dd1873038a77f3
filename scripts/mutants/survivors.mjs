// @ts-check

/**
 * A change of the code with which the tests were run.
 * @typedef {object} Mutant
 * @property {string} file
 * @property {number} line
 * @property {string} code the line, trimmed
 * @property {string} change in the tool's words
 * @property {'killed' | 'survived'} status
 */

/**
 * A mutant that may survive. It is found by the text of its line, as numbers of lines change.
 * @typedef {Pick<Mutant, 'file' | 'code' | 'change'> & { reason: string }} Listed
 */

/**
 * Compares the survivors with the list. Each entry is for one mutant.
 * @param {Mutant[]} mutants
 * @param {Listed[]} list
 * @returns {{ unlisted: Mutant[], gone: Listed[] }} unlisted survivors, and entries without a survivor
 */
export function compare(mutants, list) {
  const gone = [...list];
  const unlisted = mutants.filter((mutant) => {
    if (mutant.status !== 'survived') return false;
    const index = gone.findIndex((listed) => isSame(listed, mutant));
    if (index >= 0) gone.splice(index, 1);
    return index < 0;
  });
  return { unlisted, gone };
}

/** @param {Listed} listed @param {Mutant} mutant */
const isSame = (listed, mutant) =>
  listed.file === mutant.file && listed.code === mutant.code && listed.change === mutant.change;
