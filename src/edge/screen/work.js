// @ts-check
import { ClientDisconnectedError } from '../client-disconnected.js';
import { ProblemError } from '../problem.js';
import { Budget } from './budget.js';
/** @import { HandlerContext } from '../edge.js' */
/** @import { ScreenSettings } from './settings.js' */

/**
 * The context of one request, or of one batch of messages.
 * @typedef {object} Work
 * @property {ScreenSettings} settings
 * @property {Budget} budget
 * @property {(task: Promise<unknown>) => void} inBackground keeps the Worker alive until the task ends
 */

/**
 * @param {ScreenSettings} settings
 * @param {HandlerContext} context
 * @returns {Work}
 */
export function beginWork(settings, context) {
  return {
    settings,
    budget: new Budget(settings.subrequests),
    inBackground(task) {
      context.waitUntil(task.catch((error) => reportFailure(error, settings)));
    },
  };
}

/** Reports an error to `onError`. Messages of errors hold no keys. @param {unknown} error @param {ScreenSettings} settings */
export function reportFailure(error, { onError }) {
  if (error instanceof ClientDisconnectedError || error instanceof ProblemError) return;
  onError(`screening failed: ${error instanceof Error ? error.message : String(error)}`);
}
