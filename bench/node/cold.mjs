// @ts-check
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median } from '../measure.js';

/**
 * How much longer a script that imports the package and hashes three bytes takes than an empty one.
 * @param {import('./rows.mjs').Context} context
 */
export async function cold({ plan }) {
  start('empty.mjs');
  start('first-digest.mjs');
  const pairs = Array.from({ length: plan.coldStarts }, (_, round) => {
    const order = ['empty.mjs', 'first-digest.mjs'];
    if (round % 2) order.reverse();
    const times = Object.fromEntries(order.map((script) => [script, start(script)]));
    return { empty: times['empty.mjs'] ?? NaN, ours: times['first-digest.mjs'] ?? NaN };
  });
  const least = Math.min(...pairs.map(({ ours }) => ours));
  const empty = Math.min(...pairs.map((pair) => pair.empty));
  return {
    figure: median(pairs.map((pair) => pair.ours - pair.empty)),
    detail: `${(least - empty).toFixed(1)} ms by the fastest of ${pairs.length} each`,
  };
}

/** The time of one run, ms. @param {string} script */
function start(script) {
  const path = fileURLToPath(new URL(`cold/${script}`, import.meta.url));
  const started = performance.now();
  const { status } = spawnSync(process.execPath, [path]);
  const taken = performance.now() - started;
  if (status !== 0) throw new Error(`${script} failed`);
  return taken;
}
