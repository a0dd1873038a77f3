// @ts-check
import { MetaDefenderError } from '../../entry/error.js';
import { Budget, TooLong } from './budget.js';
import { connectionFor } from './connection.js';
import { decide } from './decide.js';
import { deliver } from './deliver.js';
import { handOver } from './hand-over.js';
import { hold } from './holding/hold.js';
import { takeIn } from './intake.js';
import { Refusal } from './problem.js';
import { failure, scanFiles, screeningOf } from './scan-files.js';
/** @import { Admitted } from './admit.js' */
/** @import { Holding } from './holding/hold.js' */
/** @import { Intake } from './intake.js' */
/** @import { FileTask } from './scan-files.js' */
/** @import { Work } from './work.js' */

/**
 * Takes a body in, has it scanned, and delivers it if it may be. Nothing of it is held when it is over, unless
 * it is handed over.
 * @param {Request} request
 * @param {Admitted} admitted
 * @param {Work} work
 * @returns {Promise<Response>}
 */
export async function screenBody(request, admitted, work) {
  const { settings, budget } = work;
  const id = crypto.randomUUID();
  const held = hold(admitted.length, settings.prefix + id, settings, budget);
  /** @type {Intake} */
  const intake = { files: [], size: 0 };
  let isHandedOver = false;
  try {
    await takeIn(request, admitted, held, work, intake);
    const isFinished = await scan(intake, held, work);
    const { files, size } = intake;
    const screening = screeningOf(files);
    if (!isFinished && screening.verdict !== 'blocked') {
      const answer = await handOver(id, request, files, held, size, work);
      isHandedOver = true;
      return answer;
    }
    const decision = await decide(screening, files, request, work);
    if (decision instanceof Response) return decision;
    return (await deliver(request, files, screening, held, work)).response;
  } catch (error) {
    if (!(error instanceof Refusal)) work.later(callOff(intake, work));
    throw error;
  } finally {
    if (!isHandedOver) work.later(held.drop());
  }
}

/**
 * @param {Intake} intake
 * @param {Holding} held
 * @param {Work} work
 * @returns {Promise<boolean>} whether it came to its end, or has to be handed over
 */
async function scan({ files, upload }, held, { settings, budget }) {
  const [first] = files;
  if (!first) return true;
  const { lookup, waitFor, store } = settings;
  // To read and write each, to delete them all where one fails, and what was held.
  if (store) budget.keep(2 * files.length + 2);
  budget.startClock(waitFor);
  try {
    if (upload) await submitted(first, upload.dataId, budget);
    const client = await connectionFor(settings, budget);
    await scanFiles(files, { client, held, lookup, budget });
    return true;
  } catch (error) {
    if (error instanceof TooLong) return false;
    throw error;
  } finally {
    budget.stopClock();
  }
}

/**
 * @param {FileTask} file
 * @param {Promise<string>} dataId
 * @param {Budget} budget
 */
async function submitted(file, dataId, { signal }) {
  try {
    file.dataId = await dataId;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof MetaDefenderError)) throw error;
    file.outcome = failure(error);
  }
}

/**
 * Calls off what nobody waits for any more.
 * @param {Intake} intake
 * @param {Work} work
 */
async function callOff({ files, upload }, { settings }) {
  const ids = files.flatMap(({ dataId, outcome }) => (dataId && !outcome ? [dataId] : []));
  if (upload && ids.length === 0) ids.push(...(await upload.dataId.then(one, () => [])));
  if (ids.length === 0) return;
  // That of the request is over.
  const client = await connectionFor(settings, new Budget(Infinity));
  await Promise.allSettled(ids.map((id) => client.cancel(id)));
}

/** @param {string} id */
const one = (id) => [id];
