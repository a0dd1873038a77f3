// @ts-check
import { MetaDefenderError } from '../../entry/error.js';
import { ProblemError } from '../problem.js';
import { applyPolicy } from './apply-policy.js';
import { Budget, BudgetExceededError } from './budget.js';
import { connectionFor } from './connection.js';
import { deliver } from './deliver.js';
import { handOver } from './hand-over.js';
import { chooseHolding } from './holding/hold.js';
import { receiveBody } from './receive-body.js';
import { failedOutcome, scanFiles, screeningOf } from './scan-files.js';
import { storedTasks } from './store.js';
/** @import { AdmittedBody } from './admit.js' */
/** @import { Holding } from './holding/hold.js' */
/** @import { ReceivedBody } from './receive-body.js' */
/** @import { FileTask } from './scan-files.js' */
/** @import { Work } from './work.js' */

/**
 * Reads a body, scans it, and delivers it if it is allowed. The held body is deleted at the end, unless the upload is
 * handed over.
 * @param {Request} request
 * @param {AdmittedBody} admitted
 * @param {Work} work
 * @returns {Promise<Response>}
 */
export async function screenBody(request, admitted, work) {
  const { settings, budget } = work;
  const id = crypto.randomUUID();
  const holding = chooseHolding(admitted.length, settings.prefix + id, settings, budget);
  /** @type {ReceivedBody} */
  const received = { files: [], size: 0 };
  let isHandedOver = false;
  try {
    await receiveBody(request, admitted, holding, work, received);
    const isFinished = await scanReceived(received, holding, work);
    const { files, size } = received;
    const screening = screeningOf(files);
    if (!isFinished && screening.verdict !== 'blocked') {
      const response = await handOver(id, request, files, holding, size, work);
      isHandedOver = true;
      return response;
    }
    const decision = await applyPolicy(screening, files, request, work);
    if (decision instanceof Response) return decision;
    return (await deliver(request, files, screening, holding, work)).response;
  } catch (error) {
    if (!(error instanceof ProblemError)) work.inBackground(cancelAnalyses(received, work));
    throw error;
  } finally {
    if (!isHandedOver) work.inBackground(holding.drop());
  }
}

/**
 * @param {ReceivedBody} received
 * @param {Holding} holding
 * @param {Work} work
 * @returns {Promise<boolean>} whether all files are scanned; otherwise the upload is handed over
 */
async function scanReceived(received, holding, { settings, budget }) {
  const { files, upload } = received;
  const [first] = files;
  if (!first) return true;
  const { lookup, waitFor, store } = settings;
  // A read and a write for each stored file, the deletion of these if one fails, and that of the held body.
  if (store) budget.reserve(2 * storedTasks(files).length + 2);
  budget.startTimer(waitFor);
  try {
    if (upload) await recordDataId(first, upload.dataId, budget);
    const client = received.client ?? (await connectionFor(settings, budget));
    await scanFiles(files, { client, holding, lookup, budget });
    return true;
  } catch (error) {
    if (error instanceof BudgetExceededError) return false;
    throw error;
  } finally {
    budget.stopTimer();
  }
}

/**
 * @param {FileTask} file
 * @param {Promise<string>} dataId
 * @param {Budget} budget
 */
async function recordDataId(file, dataId, { signal }) {
  try {
    file.dataId = await dataId;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof MetaDefenderError)) throw error;
    file.outcome = failedOutcome(error);
  }
}

/**
 * Cancels the analyses that are not finished.
 * @param {ReceivedBody} received
 * @param {Work} work
 */
async function cancelAnalyses({ files, upload }, { settings }) {
  const ids = files.flatMap(({ dataId, outcome }) => (dataId && !outcome ? [dataId] : []));
  if (upload && ids.length === 0) ids.push(...(await upload.dataId.then(listOf, () => [])));
  if (ids.length === 0) return;
  // The request's own budget is used up.
  const client = await connectionFor(settings, new Budget(Infinity));
  await Promise.allSettled(ids.map((id) => client.cancel(id)));
}

/** @param {string} id */
const listOf = (id) => [id];
