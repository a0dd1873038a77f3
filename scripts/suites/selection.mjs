// @ts-check
import { Failure } from '../lib/failure.mjs';

/**
 * What to run of a suite: all of it, or the jobs whose titles begin with one of these texts.
 * @typedef {{ suite: string, begins?: string[] }} Selected
 */

/** The suites of folders of tests/ with another name. @type {Record<string, string>} */
const SUITE_OF_FOLDER = { 'rust-consumer': 'rust' };

/**
 * Parses the arguments of `npm test`: names of suites, and paths of test files and folders.
 * @param {string[]} words none for all
 * @param {string[]} suites
 * @returns {Selected[]}
 */
export function selection(words, suites) {
  if (words.length === 0) return suites.map((suite) => ({ suite }));
  /** @type {Map<string, Selected>} */
  const selected = new Map();
  for (const word of words) {
    const [, folder = ''] = /^(?:\.\/)?tests\/([^/]+)/.exec(word) ?? [];
    const suite = folder ? (SUITE_OF_FOLDER[folder] ?? folder) : word;
    if (!suites.includes(suite)) {
      throw new Failure(`no suite is called ${suite}; there are ${suites.join(', ')}`);
    }
    const { begins = [] } = selected.get(suite) ?? {};
    const isWhole = !folder || (selected.has(suite) && begins.length === 0);
    const path = word.replace(/^\.\//, '');
    selected.set(suite, isWhole ? { suite } : { suite, begins: [...begins, path] });
  }
  return [...selected.values()];
}

/**
 * @template {{ title: string }} T
 * @param {T[]} jobs of a suite
 * @param {Selected} selected
 * @returns {T[]}
 */
export function chosen(jobs, { suite, begins }) {
  if (!begins) return jobs;
  const missing = begins.find((path) => !jobs.some(({ title }) => title.startsWith(path)));
  if (missing !== undefined) throw new Failure(`the suite ${suite} has no tests at ${missing}`);
  return jobs.filter(({ title }) => begins.some((path) => title.startsWith(path)));
}
