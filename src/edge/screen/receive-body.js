// @ts-check
import { MetaDefenderError } from '../../entry/error.js';
import { IDLE_TIMEOUT_MS, pump } from '../pump.js';
import { connectionFor } from './connection.js';
import { FormSink } from './multipart/form.js';
import { failedOutcome } from './scan-files.js';
import { Sha256Sink } from './sha256-sink.js';
import { StreamingUpload } from './streaming-upload.js';
/** @import { MetaDefender } from 'metadefender-wasm' */
/** @import { AdmittedBody } from './admit.js' */
/** @import { Holding } from './holding/hold.js' */
/** @import { Sink } from '../pump.js' */
/** @import { FileTask } from './scan-files.js' */
/** @import { Work } from './work.js' */

/**
 * What has been received so far.
 * @typedef {object} ReceivedBody
 * @property {FileTask[]} files
 * @property {number} size bytes of the body
 * @property {StreamingUpload} [upload] of the only file, if it is uploaded while it comes in
 * @property {MetaDefender} [client] that uploads it, and keeps a load balancer's cookie for what follows
 */

/**
 * Reads a body in one pass: it is held, hashed, and uploaded to MetaDefender if that can begin already.
 * @param {Request} request
 * @param {AdmittedBody} admitted
 * @param {Holding} holding
 * @param {Work} work
 * @param {ReceivedBody} received is filled in as the body is read
 */
export async function receiveBody(request, admitted, holding, work, received) {
  const { body, length, contentType, boundary } = admitted;
  const { settings, budget } = work;
  const { platform } = settings;
  const pumpOptions = { signal: budget.signal, length, limit: settings.maxSize, platform };
  if (boundary !== undefined) {
    const form = new FormSink(boundary, settings);
    received.size = await pump(body, [holding, form], pumpOptions);
    received.files = form.files;
    return;
  }
  const file = { filename: filenameFromPath(request), contentType, start: 0 };
  const sha256 = new Sha256Sink(platform);
  /** @type {Sink[]} */
  const sinks = [holding, sha256];
  // A body in memory is uploaded later, and only if its hash is unknown. One in a bucket would have to be read again for
  // that, so it is uploaded while it comes in.
  const isLookedUp = holding.isInMemory && settings.lookup;
  if (length !== undefined && !isLookedUp) {
    received.client = await connectionFor(settings, budget, IDLE_TIMEOUT_MS);
    received.upload = new StreamingUpload(received.client, platform, {
      length,
      filename: file.filename,
      signal: budget.signal,
      toleratesFailure: settings.undetermined !== undefined,
    });
    sinks.push(received.upload);
  }
  try {
    received.size = await pump(body, sinks, pumpOptions);
  } catch (error) {
    budget.signal.throwIfAborted();
    if (!(error instanceof MetaDefenderError)) throw error;
    // The upload failed, and the rest of the body was not read: it cannot be forwarded.
    received.files = [{ ...file, end: length ?? 0, sha256: '', outcome: failedOutcome(error) }];
    return;
  }
  if (received.size > 0) {
    received.files = [{ ...file, end: received.size, sha256: sha256.hex }];
  }
}

/** A raw `PUT` names its file in the path. @param {Request} request */
function filenameFromPath({ method, url }) {
  if (method !== 'PUT') return undefined;
  const [segment = ''] = new URL(url).pathname.split('/').slice(-1);
  try {
    return decodeURIComponent(segment) || undefined;
  } catch {
    return segment;
  }
}
