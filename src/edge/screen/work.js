// @ts-check
import { Budget, Gone } from './budget.js';
import { Refusal } from './problem.js';
/** @import { HandlerContext } from '../edge.js' */
/** @import { Settings } from './options.js' */

/**
 * One request, or one batch of messages, under way.
 * @typedef {object} Work
 * @property {Settings} settings
 * @property {Budget} budget
 * @property {(task: Promise<unknown>) => void} later what goes on when the answer is there
 */

/**
 * @param {Settings} settings
 * @param {HandlerContext} context
 * @returns {Work}
 */
export function begin(settings, context) {
  return {
    settings,
    budget: new Budget(settings.subrequests),
    later(task) {
      context.waitUntil(task.catch((error) => report(error, settings)));
    },
  };
}

/** Tells what failed, in its own words, which hold no key. @param {unknown} error @param {Settings} settings */
export function report(error, { onError }) {
  if (error instanceof Gone || error instanceof Refusal) return;
  onError(`screening failed: ${error instanceof Error ? error.message : String(error)}`);
}
