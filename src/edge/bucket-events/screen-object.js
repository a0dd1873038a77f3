// @ts-check
import { MetaDefenderError } from '../../entry/error.js';
import { withTimeout } from '../with-timeout.js';
import { reportFailure } from '../screen/work.js';
import { InboxObject, ObjectChangedError } from './inbox-object.js';
import { judge, UNFINISHED } from './judge.js';
import { moveToClean, moveToQuarantine } from './move.js';
import { PendingAnalysisNote } from './pending-analysis.js';
/** @import { ScreenedObject } from '../edge.js' */
/** @import { Budget } from '../screen/budget.js' */
/** @import { FileOutcome } from '../screen/scan-files.js' */
/** @import { Judgement } from './judge.js' */
/** @import { BucketSettings } from './settings.js' */

/** The settings and the budget of one invocation. @typedef {{ settings: BucketSettings, budget: Budget }} BucketWork */

/** The attempt at which a message was delivered, if known. @typedef {{ attempt: number | undefined, isLast: boolean }} Attempt */

/** The outcome for an object, and the time after which MetaDefender asks to retry, seconds. @typedef {{ object: ScreenedObject, retryAfter?: number }} Screened */

/** How long a callback in the options may take. */
const CALLBACK_TIMEOUT_MS = 10_000;

/**
 * Screens the object that is at a key of the inbox now, whatever the event states about it. It does not reject.
 * @param {string} key without the prefix
 * @param {Attempt} attempt
 * @param {BucketWork} work
 * @returns {Promise<Screened>}
 */
export async function screenObject(key, attempt, work) {
  const screened = await screenFailing(key, attempt, work).catch((error) =>
    failed(key, error, attempt, work),
  );
  if (screened.object.outcome !== 'pending') await tell(screened.object, work);
  return screened;
}

/** @param {string} key @param {Attempt} attempt @param {BucketWork} work @returns {Promise<Screened>} */
async function screenFailing(key, attempt, work) {
  const { settings } = work;
  const object = await InboxObject.find(key, work);
  if (!object) return { object: { key, outcome: 'gone' } };
  const refusal = refused(object, settings);
  if (refusal) return giveUp(object, { outcome: refusal }, work);
  const note = new PendingAnalysisNote(key, object.etag, work);
  const pending = attempt.attempt === 1 ? undefined : await note.read();
  const judgement = await judge(object, pending, work);
  const { outcome = UNFINISHED, sha256, dataId } = judgement;
  const goesOn = dataId !== undefined && sha256 !== undefined && !attempt.isLast;
  if (goesOn && !pending) await note.write({ version: 1, sha256, dataId });
  if (!goesOn && pending) await note.drop();
  return settle(object, { ...judgement, outcome }, attempt, work);
}

/**
 * @param {InboxObject} object
 * @param {Judgement & { outcome: FileOutcome }} judged
 * @param {Attempt} attempt
 * @param {BucketWork} work
 * @returns {Promise<Screened>}
 */
async function settle(object, judged, { isLast }, work) {
  const { outcome, sha256 } = judged;
  if (outcome.verdict === 'allowed' && sha256 !== undefined) {
    await moveToClean(object, { ...judged, sha256 }, work);
    return { object: summary('clean', object, judged) };
  }
  if (outcome.verdict === 'blocked') {
    await moveToQuarantine(object, judged, work);
    return { object: summary('quarantined', object, judged) };
  }
  if (outcome.detail)
    work.settings.onError(`an object could not be cleared: ${outcome.reason}: ${outcome.detail}`);
  if (isLast) return giveUp(object, judged, work);
  const { retryAfter } = outcome;
  return {
    object: summary('pending', object, judged),
    ...(retryAfter !== undefined && { retryAfter }),
  };
}

/**
 * @param {InboxObject} object
 * @param {Judgement & { outcome: FileOutcome }} judged
 * @param {BucketWork} work
 * @returns {Promise<Screened>}
 */
async function giveUp(object, judged, work) {
  const left = summary('left', object, judged);
  if ((await decision(left, work)) !== 'quarantine') return { object: left };
  await moveToQuarantine(object, judged, work);
  return { object: summary('quarantined', object, judged) };
}

/** @param {ScreenedObject} object @param {BucketWork} work */
async function decision(object, { settings }) {
  const { undetermined } = settings;
  if (typeof undetermined !== 'function') return undetermined;
  try {
    return await withTimeout(CALLBACK_TIMEOUT_MS, undefined, () => undetermined(object));
  } catch (error) {
    reportFailure(error, settings);
    return 'leave';
  }
}

/** @param {ScreenedObject} object @param {BucketWork} work */
async function tell(object, { settings }) {
  try {
    await withTimeout(CALLBACK_TIMEOUT_MS, undefined, () => settings.onScreened?.(object));
  } catch (error) {
    reportFailure(error, settings);
  }
}

/**
 * @param {string} key
 * @param {unknown} error
 * @param {Attempt} attempt
 * @param {BucketWork} work
 * @returns {Screened}
 */
function failed(key, error, { isLast }, { settings }) {
  if (error instanceof ObjectChangedError) return { object: { key, outcome: error.outcome } };
  reportFailure(error, settings);
  // The bucket cannot have an object at this key, so a retry would not help.
  const isKeyRefused = error instanceof MetaDefenderError && error.code === 'invalid-input';
  return { object: { key, outcome: isLast || isKeyRefused ? 'left' : 'pending' } };
}

/**
 * @param {ScreenedObject['outcome']} outcome
 * @param {InboxObject} object
 * @param {Judgement & { outcome: FileOutcome }} judged
 * @returns {ScreenedObject}
 */
function summary(outcome, { key, size, etag }, judged) {
  const { verdict, reason, detail, dataId, threats } = judged.outcome;
  const { sha256 } = judged;
  return { key, outcome, size, etag, sha256, verdict, reason, detail, dataId, threats };
}

/**
 * The outcome for an object that cannot be screened at all, whatever the attempt.
 * @param {InboxObject} object
 * @param {BucketSettings} settings
 * @returns {FileOutcome | undefined}
 */
function refused({ size }, { maxSize }) {
  const undetermined = { verdict: /** @type {const} */ ('undetermined'), threats: [] };
  if (size === 0) return { ...undetermined, reason: 'empty', detail: 'the object is empty' };
  if (size <= maxSize) return undefined;
  return { ...undetermined, reason: 'too-large', detail: `an object may have ${maxSize} bytes` };
}
