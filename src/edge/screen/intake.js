// @ts-check
import { MetaDefenderError } from '../../entry/error.js';
import { connectionFor } from './connection.js';
import { Sha256 } from './digest.js';
import { Form } from './multipart/form.js';
import { pump, SILENCE } from './pump.js';
import { failure } from './scan-files.js';
import { Upload } from './upload.js';
/** @import { Admitted } from './admit.js' */
/** @import { Holding } from './holding/hold.js' */
/** @import { Sink } from './pump.js' */
/** @import { FileTask } from './scan-files.js' */
/** @import { Work } from './work.js' */

/**
 * What came in so far.
 * @typedef {object} Intake
 * @property {FileTask[]} files
 * @property {number} size bytes of the body
 * @property {Upload} [upload] of the only file, under way already
 */

/**
 * Takes a body in, in one pass: into the place where it is held, through the hashes, and to the service as well
 * where that can begin already.
 * @param {Request} request
 * @param {Admitted} admitted
 * @param {Holding} held
 * @param {Work} work
 * @param {Intake} intake which is told what came, as it comes
 */
export async function takeIn(request, admitted, held, work, intake) {
  const { body, length, contentType, boundary } = admitted;
  const { settings, budget } = work;
  const pumping = { signal: budget.signal, length, limit: settings.maxSize };
  if (boundary !== undefined) {
    const form = new Form(boundary, settings);
    intake.size = await pump(body, [held, form], pumping);
    intake.files = form.files;
    return;
  }
  const file = { filename: nameOf(request), contentType, start: 0 };
  const sha256 = new Sha256();
  /** @type {Sink[]} */
  const sinks = [held, sha256];
  // What is in memory can be sent later, and need not be where its hash is known, which saves the upload. What is in a
  // bucket would have to be read from there again.
  const isLookedUp = held.isInMemory && settings.lookup;
  if (length !== undefined && !isLookedUp) {
    intake.upload = new Upload(await connectionFor(settings, budget, SILENCE), {
      length,
      filename: file.filename,
      signal: budget.signal,
      isTolerant: settings.undetermined !== undefined,
    });
    sinks.push(intake.upload);
  }
  try {
    intake.size = await pump(body, sinks, pumping);
  } catch (error) {
    budget.signal.throwIfAborted();
    if (!(error instanceof MetaDefenderError)) throw error;
    // Without the rest of the body nobody could send it on anyway.
    intake.files = [{ ...file, end: length ?? 0, sha256: '', outcome: failure(error) }];
    return;
  }
  if (intake.size > 0) {
    intake.files = [{ ...file, end: intake.size, sha256: sha256.hex }];
  }
}

/** A raw `PUT` names its file in the path. @param {Request} request */
function nameOf({ method, url }) {
  if (method !== 'PUT') return undefined;
  const [segment = ''] = new URL(url).pathname.split('/').slice(-1);
  try {
    return decodeURIComponent(segment) || undefined;
  } catch {
    return segment;
  }
}
