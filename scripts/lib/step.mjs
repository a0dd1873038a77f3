// @ts-check

/** The output of child programs is shown as it comes. */
export const verbose = Boolean(process.env.VERBOSE);

let isBesideOthers = false;

/**
 * Announces that steps will run in parallel: each line is then printed as a whole, and a slow step gets a second line
 * at its end.
 */
export function stepsBesideOthers() {
  isBesideOthers = true;
}

/**
 * Prints a line with the title of a step, and adds the time if the step was slow.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = performance.now();
  process.stdout.write(`▸ ${title}${verbose || isBesideOthers ? '\n' : ''}`);
  /** @param {string} outcome */
  const end = (outcome) => {
    if (!isBesideOthers) process.stdout.write(verbose ? '' : `${outcome}\n`);
    else if (outcome) process.stdout.write(`  ${title}${outcome}\n`);
  };
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
