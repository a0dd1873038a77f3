// @ts-check

/**
 * A part of a suite that can run in parallel with others.
 * @typedef {object} Job
 * @property {string} title
 * @property {() => Promise<import('./outcome.mjs').Outcome & { text: string }>} run also resolves to its output
 */

export {};
