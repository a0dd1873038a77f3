// @ts-check

/**
 * One of the implementations that a row compares.
 * @typedef {object} Contender
 * @property {string} name
 * @property {number} [bytes] that one run processes
 * @property {number} [files] that one run processes, if the unit is files/s
 * @property {() => unknown} run resolves to its result, which has to be the same for all contenders; or to nothing
 * @property {string} [note] in addition to the name
 */

/**
 * @typedef {object} Score
 * @property {string} name
 * @property {string} [note]
 * @property {number} speed the median, MB/s or files/s
 */

/**
 * @typedef {object} Comparison
 * @property {Score} ours
 * @property {(Score & { ratio: number })[]} theirs with how many times as fast ours is: the median of the rounds
 * @property {'MB/s' | 'files/s'} [unit] `MB/s` by default
 * @property {number[][]} rounds the time of each contender in each round, ours first, ms
 */

/**
 * Runs ours and theirs in turn, round by round, so that a slower machine slows all of them down. The one that starts
 * changes with each round. By default, one round before these warms up.
 * @param {[Contender, ...Contender[]]} contenders ours first
 * @param {{ rounds: number, warmUps?: number, clock?: () => number }} options
 * @returns {Promise<Comparison>}
 */
export async function compare(contenders, { rounds, warmUps = 1, clock = now }) {
  /** @type {number[][]} */
  const taken = [];
  for (let round = -warmUps; round < rounds; round += 1) {
    const times = await inTurn(contenders, Math.max(round, 0) % contenders.length, clock);
    if (round >= 0) taken.push(times);
  }
  const scores = contenders.map((contender, index) => ({
    name: contender.name,
    ...(contender.note ? { note: contender.note } : {}),
    speed: median(taken.map((times) => speed(contender, times[index]))),
  }));
  const [ours, ...theirs] = /** @type {[Score, ...Score[]]} */ (scores);
  const ratio = (/** @type {number} */ index) =>
    median(
      taken.map(
        (times) =>
          speed(contenders[0], times[0]) /
          speed(/** @type {Contender} */ (contenders[index]), times[index]),
      ),
    );
  return {
    ours,
    theirs: theirs.map((score, index) => ({ ...score, ratio: ratio(index + 1) })),
    unit: contenders[0].files === undefined ? 'MB/s' : 'files/s',
    rounds: taken,
  };
}

/**
 * The fastest of several contenders, under one name for all of them.
 * @param {string} name
 * @param {Contender[]} ways
 * @param {() => number} [clock]
 * @returns {Promise<Contender>}
 */
export async function fastest(name, ways, clock = now) {
  const best = ways.map(() => Infinity);
  for (let round = 0; round < 2; round += 1) {
    const times = await inTurn(ways, 0, clock);
    times.forEach((time, index) => (best[index] = Math.min(best[index] ?? Infinity, time)));
  }
  const way = ways[best.indexOf(Math.min(...best))];
  if (!way) throw new Error(`there is no way for ${name}`);
  return { ...way, name, note: way.name };
}

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

const now = () => performance.now();

/**
 * The time of each contender in the order of the list, whichever runs first, ms.
 * @param {Contender[]} contenders
 * @param {number} first
 * @param {() => number} clock
 */
async function inTurn(contenders, first, clock) {
  /** @type {number[]} */
  const times = [];
  /** @type {Map<unknown, string>} */
  const answers = new Map();
  for (let turn = 0; turn < contenders.length; turn += 1) {
    const index = (first + turn) % contenders.length;
    const { name, run } = /** @type {Contender} */ (contenders[index]);
    const started = clock();
    const answer = await run();
    times[index] = clock() - started;
    if (answer !== undefined) answers.set(answer, name);
  }
  if (answers.size > 1) {
    const said = [...answers].map(([answer, name]) => `${name}: ${answer}`).join('; ');
    throw new Error(`the answers differ: ${said}`);
  }
  return times;
}

/** MB/s or files/s. @param {Contender} contender @param {number} [time] in ms */
const speed = ({ bytes = NaN, files }, time = NaN) =>
  files === undefined ? bytes / time / 1000 : (1000 * files) / time;
