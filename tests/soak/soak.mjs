// @ts-check
// Many concurrent scenarios, each repeatable on its own; a failure is shrunk to the smallest failing scenario.
import fc from 'fast-check';
import { growth } from '../support/memory/growth.mjs';
import { attempts } from './attempt.mjs';
import { scenarios } from './scenario.mjs';

/** Default number of concurrent scenarios. */
const AT_ONCE = 32;
/** How often a timing-dependent scenario is tried before it counts as passing. */
const TRIES = 3;

/** What scenarios at random have in memory at a time is now and then more than ever before: a page of the module's. */
const SLACK = { wasm: 65_536 };

/** From so many scenarios on, all is counted. */
const LONG = 1000;
const FEW_CLASSES = ['Promise', 'AbortSignal', 'Response'];
/** ms: what is found by then is small enough. */
const SHRUNK_WITHIN = 180_000;

/**
 * @typedef {object} Plan
 * @property {number} seed
 * @property {number} runs
 * @property {string} [path] of one scenario: only this one is run, and not shrunk
 * @property {(line: string) => void} [say]
 */

/**
 * The finding of a soak, if any.
 * @param {string} gateway its address
 * @param {string} name of the platform, as `npm run soak` calls it
 * @param {import('./attempt.mjs').Platform} platform
 * @param {Plan} plan
 * @returns {Promise<string[]>}
 */
export async function soak(gateway, name, platform, { seed, runs, path, say = () => {} }) {
  const attempt = await attempts(gateway, platform);
  if (path !== undefined) {
    const failure = await repeat(attempt, seed, path);
    return failure ? [failure.text] : [];
  }
  const generated = fc.sample(scenarios, { seed, numRuns: runs });
  /** @type {{ index: number, complaints: string[] } | undefined} */
  let first;
  let next = 0;
  /** @param {number} count */
  async function work(count) {
    const end = Math.min(next + count, runs);
    const worker = async () => {
      while (next < end && !first) {
        const index = next++;
        const complaints = await attempt(/** @type {any} */ (generated[index]));
        if (complaints.length > 0) first ??= { index, complaints };
        if (index % 500 === 499) say(`${name}: ${index + 1} of ${runs}`);
      }
    };
    await Promise.all(Array.from({ length: platform.atOnce ?? AT_ONCE }, worker));
    if (first) throw new Found();
  }
  try {
    const census = () => (runs < LONG ? fewCounts(platform) : platform.census());
    const grown = await growth(work, census, stretchesOf(runs), SLACK);
    const lines = Object.entries(grown).map(([what, by]) => `${what} grows: by ${by.join(', ')}`);
    return [...lines, ...(await platform.complaints())];
  } catch (error) {
    if (!(error instanceof Found) || !first) throw error;
    return [await explain(attempt, name, seed, first), ...(await platform.complaints())];
  }
}

/** That a scenario has failed, so that no more is measured. */
class Found extends Error {}

/** What a memory may grow in is measured in four parts, of which the first warms up: every fault has been met then. @param {number} runs */
function stretchesOf(runs) {
  const sixth = Math.floor(runs / 6);
  return [runs - 3 * sixth, sixth, sixth, sixth];
}

/**
 * What is counted in seconds, and says something of few scenarios: the bytes of the heap are mostly code then.
 * @param {import('./attempt.mjs').Platform} platform
 */
async function fewCounts(platform) {
  const { heap, external, ...counts } = await platform.census(FEW_CLASSES);
  return counts;
}

/** @typedef {(scenario: import('./scenario.mjs').Scenario) => Promise<string[]>} Attempt */

/**
 * Shrinks the failing scenario, and prints how to run the shrunk one.
 * @param {Attempt} attempt
 * @param {string} name
 * @param {number} seed
 * @param {{ index: number, complaints: string[] }} first
 */
async function explain(attempt, name, seed, { index, complaints }) {
  const shrunk = await repeat(attempt, seed, String(index), true);
  const command = (/** @type {string} */ path) =>
    `npm run soak -- ${name} --seed=${seed} --path=${path}`;
  const found = complaints.join('\n  ');
  if (!shrunk) {
    return `scenario ${index} failed among others, and not by itself:\n  ${found}\n  ${command(String(index))}`;
  }
  return `scenario ${index} fails:\n  ${found}\nshrunk to\n${shrunk.text}\nagain by\n  ${command(shrunk.path)}`;
}

/**
 * Runs one scenario on its own, and shrinks it if requested.
 * @param {Attempt} attempt
 * @param {number} seed
 * @param {string} path
 */
async function repeat(attempt, seed, path, shrinks = false) {
  const property = fc.asyncProperty(scenarios, async (scenario) => {
    for (let time = 0; time < TRIES; time += 1) {
      const complaints = await attempt(scenario);
      if (complaints.length > 0) throw new Error(complaints.join('\n  '));
    }
  });
  const result = await fc.check(property, {
    ...{ seed, path, numRuns: 1, endOnFailure: !shrinks },
    interruptAfterTimeLimit: SHRUNK_WITHIN,
  });
  if (!result.failed) return undefined;
  const { counterexample, counterexamplePath, errorInstance } = result;
  const what = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  const text = `${JSON.stringify(counterexample?.[0], null, 2)}\n  ${what}`;
  return { text, path: counterexamplePath ?? path };
}
