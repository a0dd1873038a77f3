// @ts-check
import { Background } from '../background.js';
import { ClientDisconnectedError } from '../client-disconnected.js';
import { ProblemError } from '../problem.js';
import { Budget } from './budget.js';
/** @import { ScreenSettings } from './settings.js' */

/**
 * The context of one request, or of one batch of messages.
 * @typedef {object} Work
 * @property {ScreenSettings} settings
 * @property {Budget} budget
 * @property {(task: Promise<unknown>) => void} inBackground keeps the platform from ending before the task does
 */

/**
 * @param {ScreenSettings} settings
 * @param {Background} background
 * @returns {Work}
 */
export function beginWork(settings, background) {
  return {
    settings,
    budget: new Budget(settings.subrequests),
    inBackground(task) {
      background.waitUntil(task.catch((error) => reportFailure(error, settings)));
    },
  };
}

/** Reports an error to `onError`. Messages of errors hold no keys. @param {unknown} error @param {Pick<ScreenSettings, 'onError'>} settings */
export function reportFailure(error, { onError }) {
  if (error instanceof ClientDisconnectedError || error instanceof ProblemError) return;
  onError(`screening failed: ${error instanceof Error ? error.message : String(error)}`);
}
