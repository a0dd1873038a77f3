// The behaviour that users rely on, tested in every runtime. Each case is a function of the gateway's address.
import batches from './cases/batches.js';
import blobSizes from './cases/blob-sizes.js';
import cloud from './cases/cloud.js';
import ending from './cases/ending.js';
import files from './cases/files.js';
import freshHeaders from './cases/fresh-headers.js';
import hashing from './cases/hashing.js';
import input from './cases/input.js';
import knownFiles from './cases/known-files.js';
import patience from './cases/patience.js';
import protocol from './cases/protocol.js';
import resuming from './cases/resuming.js';
import scanning from './cases/scanning.js';
import secrets from './cases/secrets.js';

/** @type {Record<string, Record<string, (gateway: string) => Promise<unknown>>>} */
export const cases = {
  hashing,
  blobSizes,
  scanning,
  knownFiles,
  resuming,
  files,
  batches,
  cloud,
  protocol,
  secrets,
  freshHeaders,
  patience,
  ending,
  input,
};
