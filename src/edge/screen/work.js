// @ts-check
import { Background } from '../background.js';
import { ClientDisconnectedError } from '../client-disconnected.js';
import { ProblemError } from '../problem.js';
import { Budget } from './budget.js';
import { countedBucket, countedQueue } from './counted.js';
/** @import { ScreenSettings } from './settings.js' */

/**
 * The context of one request, or of one batch of messages.
 * @typedef {object} Work
 * @property {ScreenSettings} settings whose buckets and queue count their calls
 * @property {Budget} budget
 * @property {(task: Promise<unknown>) => void} inBackground keeps the platform from ending before the task does
 */

/**
 * @param {ScreenSettings} settings
 * @param {Background} background
 * @returns {Work}
 */
export function beginWork(settings, background) {
  const budget = new Budget(settings.subrequests);
  const { bucket, store, queue } = settings;
  return {
    settings: {
      ...settings,
      bucket: bucket && countedBucket(bucket, budget),
      store: store && { ...store, bucket: countedBucket(store.bucket, budget) },
      queue: queue && countedQueue(queue, budget),
    },
    budget,
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
