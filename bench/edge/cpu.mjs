// @ts-check
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { median } from '../measure.js';

/** Linux counts CPU time in hundredths of a second. */
const TICK_MS = 10;
/** Time for work after the last response, such as the deletion of a held body. */
const SETTLING_MS = 150;

/**
 * A server that is compared to another with the same function.
 * @typedef {object} Server
 * @property {() => number[]} ids its processes
 * @property {() => Promise<void>} request
 */

/**
 * How many times as much CPU time a request takes in one server as in another: the median of the rounds. The servers take turns.
 * @param {Server} ours
 * @param {Server} bare
 * @param {{ rounds: number, requests: number }} plan
 * @returns {Promise<import('../rows.mjs').Figure>}
 */
export async function cpuRatio(ours, bare, { rounds, requests }) {
  /** @type {{ ours: number, bare: number }[]} */
  const taken = [];
  for (let round = -1; round < rounds; round += 1) {
    const first = round % 2 === 0;
    const before = first ? await cpuTime(ours, requests) : 0;
    const theirs = await cpuTime(bare, requests);
    const time = { ours: first ? before : await cpuTime(ours, requests), bare: theirs };
    // The first round warms up.
    if (round >= 0) taken.push(time);
  }
  const each = (/** @type {'ours' | 'bare'} */ who) =>
    (median(taken.map((time) => time[who])) / requests).toFixed(1);
  return {
    figure: median(taken.map((time) => time.ours / time.bare)),
    detail: `${each('ours')} ms a request, by hand ${each('bare')} ms`,
  };
}

/** The CPU time of all requests together, ms. @param {Server} server @param {number} requests */
async function cpuTime({ ids, request }, requests) {
  const before = used(ids());
  for (let index = 0; index < requests; index += 1) await request();
  await setTimeout(SETTLING_MS);
  return used(ids()) - before;
}

/** User and system time, ms. @param {number[]} ids */
function used(ids) {
  const ticks = ids.map((id) => {
    const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
    // The second field is a name, which may contain spaces.
    const [user = 0, system = 0] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
      .map(Number);
    return user + system;
  });
  return TICK_MS * ticks.reduce((sum, each) => sum + each, 0);
}
