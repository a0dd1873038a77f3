// @ts-check
// A random scenario of a soak: one call for files of known verdicts, with faults for this call only.
import fc from 'fast-check';
import { FAULTS, FIELDS, operationsOf } from './faults.mjs';

/**
 * @typedef {'cluster' | 'cloud-v2' | 'cloud-v4'} Api
 * @typedef {'before' | 'hash' | 'lookup' | 'upload' | 'queue' | 'scan'} AbortPhase
 */

/**
 * @typedef {object} Scenario
 * @property {'scan' | 'resume' | 'analyze' | 'scanBatch' | 'screen'} call `screen` is an upload through `preScreen`
 * @property {boolean} isUpload whether it is one, where there is a Worker
 * @property {Api} api
 * @property {import('./files.js').PlannedFile[]} files only a batch and a form have more than the first
 * @property {'blob' | 'bytes' | 'file' | 'stream'} source
 * @property {'none' | 'right' | 'wrong'} password of encrypted archives
 * @property {boolean} isKnown whether the files were analysed before
 * @property {boolean} lookup
 * @property {boolean} upload
 * @property {'sha256' | 'md5' | 'sha1' | 'sha512'} hash
 * @property {boolean} givesDigests
 * @property {'none' | 'gzip' | 'base64'} encoding
 * @property {boolean} hasKey
 * @property {{ phase: AbortPhase, afterMs: number } | null} abort
 * @property {boolean} cancelOnAbort
 * @property {import('./faults.mjs').Fault[]} faults
 */

/** @type {AbortPhase[]} */
const PHASES = ['before', 'hash', 'lookup', 'upload', 'queue', 'scan'];

/** Usually this value, sometimes the other. @param {number} weight @param {boolean} usual */
const mostly = (weight, usual) =>
  fc.oneof(
    { weight, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constant(!usual) },
  );

const size = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 2000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 2000, max: 400_000 }) },
);

const file = fc.record({
  kind: fc.oneof(
    { weight: 4, arbitrary: fc.constant(/** @type {const} */ ('clean')) },
    {
      weight: 5,
      arbitrary: fc.constantFrom(
        .../** @type {const} */ (['eicar', 'eicar-zip', 'cards', 'encrypted', 'encrypted-eicar']),
      ),
    },
  ),
  size,
});

/** @type {fc.Arbitrary<string[]>} */
const NO_FIELDS = fc.constant([]);

const fault = fc.constantFrom(...Object.keys(FAULTS)).chain((name) =>
  fc.record({
    name: fc.constant(name),
    on: fc.constantFrom(...operationsOf(name)),
    times: fc.constantFrom(1, 2, 0),
    fields: name === 'a tampered report' ? fc.subarray(FIELDS, { minLength: 1 }) : NO_FIELDS,
  }),
);

/** @type {fc.Arbitrary<Scenario>} */
export const scenarios = fc.record({
  call: fc.oneof(
    { weight: 6, arbitrary: fc.constant(/** @type {const} */ ('scan')) },
    { weight: 1, arbitrary: fc.constant(/** @type {const} */ ('resume')) },
    { weight: 1, arbitrary: fc.constant(/** @type {const} */ ('analyze')) },
    { weight: 2, arbitrary: fc.constant(/** @type {const} */ ('scanBatch')) },
  ),
  api: fc.constantFrom(.../** @type {Api[]} */ (['cluster', 'cluster', 'cloud-v2', 'cloud-v4'])),
  files: fc.array(file, { minLength: 1, maxLength: 3 }),
  source: fc.constantFrom(.../** @type {const} */ (['blob', 'bytes', 'file', 'stream'])),
  password: fc.constantFrom(.../** @type {const} */ (['none', 'right', 'wrong'])),
  isKnown: mostly(3, false),
  lookup: mostly(4, true),
  upload: mostly(12, true),
  hash: fc.oneof(
    { weight: 3, arbitrary: fc.constant(/** @type {const} */ ('sha256')) },
    { weight: 1, arbitrary: fc.constantFrom(.../** @type {const} */ (['md5', 'sha1', 'sha512'])) },
  ),
  givesDigests: mostly(5, false),
  encoding: fc.oneof(
    { weight: 6, arbitrary: fc.constant(/** @type {const} */ ('none')) },
    { weight: 1, arbitrary: fc.constantFrom(.../** @type {const} */ (['gzip', 'base64'])) },
  ),
  hasKey: mostly(4, true),
  abort: fc.option(
    fc.record({ phase: fc.constantFrom(...PHASES), afterMs: fc.constantFrom(0, 1, 5, 25) }),
    { freq: 5 },
  ),
  cancelOnAbort: mostly(7, true),
  faults: fc.array(fault, { maxLength: 3 }),
  isUpload: fc.boolean(),
});

/** Whether it may end by a timeout; such calls have short ones. @param {Scenario} scenario */
export const mayTimeOut = ({ faults }) =>
  faults.some(({ name, times }) => {
    const { errors = [], passes } = FAULTS[name] ?? {};
    return errors.includes('timeout') || (passes && times === 0 && errors.length > 0);
  });

/** The files that the call is about. @param {Scenario} scenario */
export const filesOf = ({ call, files }) =>
  call === 'scanBatch' || call === 'screen' ? files : files.slice(0, 1);
