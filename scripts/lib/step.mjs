// @ts-check

/** The output of child programs is shown as it comes. */
export const verbose = Boolean(process.env.VERBOSE);

/**
 * Prints one line that says what is being done, and ends it with the time that a slow step took.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = performance.now();
  process.stdout.write(`▸ ${title}${verbose ? '\n' : ''}`);
  /** @param {string} outcome */
  const end = (outcome) => process.stdout.write(verbose ? '' : `${outcome}\n`);
  try {
    const result = await work();
    end(elapsed(started));
    return result;
  } catch (error) {
    end(' … failed');
    throw error;
  }
}

/** @param {number} started */
function elapsed(started) {
  const seconds = (performance.now() - started) / 1000;
  return seconds < 1 ? '' : ` … ${seconds.toFixed(1)} s`;
}
