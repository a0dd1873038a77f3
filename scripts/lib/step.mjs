// @ts-check

/** The output of child programs is shown as it comes. */
export const verbose = Boolean(process.env.VERBOSE);

let isBesideOthers = false;

/** From now on there may be several steps at a time: each line is whole, and a slow step has a second one for its end. */
export function stepsBesideOthers() {
  isBesideOthers = true;
}

/**
 * Prints one line that says what is being done, and ends it with the time that a slow step took.
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
