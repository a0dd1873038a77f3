// @ts-check

/**
 * A part of a suite that can run while others do.
 * @typedef {object} Job
 * @property {string} title
 * @property {() => Promise<import('./outcome.mjs').Outcome & { text: string }>} run also resolves to what it says
 */

export {};
