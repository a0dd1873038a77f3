// @ts-check
// The acceptable results of a scenario, by the true verdicts of its files and the effects of each fault.
import { FAULTS, kindOf, silenced } from './faults.mjs';
import { filesOf, mayTimeOut } from './scenario.mjs';
import { leak } from './secrets.mjs';

/**
 * @typedef {import('./scenario.mjs').Scenario} Scenario
 * @typedef {import('./run-scenario.js').Observation} Observation
 * @typedef {import('./run-scenario.js').Outcome} Outcome
 * @typedef {import('./files.js').PlannedFile} PlannedFile
 * @typedef {import('./faults.mjs').Witness} Witness
 * @typedef {import('./scan-record.mjs').ScanRecord} ScanRecord
 */

/** The attempts that a call has (run-scenario.js). */
const ATTEMPTS = 3;
/** ms from an abort to the end of the call, on a machine that does much else. */
const ABORTED_WITHIN = 5_000;

/**
 * The fault in the results of a scenario, if any.
 * @param {Scenario} scenario
 * @param {Observation} observation
 * @param {{ record: ScanRecord, secrets: string[], decoy: string, more?: import('metadefender-wasm').ErrorCode[] }} context
 *   `more` are errors of what lies between the client and the gateway
 * @returns {string[]}
 */
export function judge(scenario, observation, { record, secrets, decoy, more = [] }) {
  const { end, error, outcomes, events, oddities } = observation;
  if (end === 'hangs') return ['it hangs: there was no end by the deadline'];
  const errors = [error, ...outcomes.map((one) => ('error' in one ? one.error : null))];
  const failures = errors.filter((one) => one !== null);
  const texts = failures.flatMap((failure) => failure.texts).concat(events);
  const leaked = leak([...texts, ...record.requests.map(({ operation }) => operation)], secrets);
  return [
    ...oddities,
    ...failures.flatMap((failure) => judgeError(scenario, failure, more)),
    ...(leaked === undefined ? [] : [`a secret got out: ${leaked}`]),
    ...judgeAllowed(scenario, observation, isAnotherFilesReport(scenario, record, decoy)),
    ...judgeAbort(scenario, observation),
    ...(scenario.abort || !areAllPassed(scenario) ? [] : judgeTruth(scenario, observation)),
  ];
}

/**
 * @param {Scenario} scenario
 * @param {import('./run-scenario.js').Failed} failure
 * @param {string[]} more
 */
function judgeError(scenario, { isOurs, code, texts }, more) {
  if (!isOurs) return [`a foreign error: ${texts.join(' | ').slice(0, 600)}`];
  if (explained(scenario, more).includes(code ?? '')) return [];
  return [`nothing explains the error ${code}: ${texts[0]}`];
}

/** The error codes with which it may end. @param {Scenario} scenario @param {string[]} more @returns {string[]} */
function explained(scenario, more) {
  const codes = /** @type {string[]} */ (
    usedFaults(scenario).flatMap((fault) => kindOf(fault).errors)
  );
  if (codes.length > 0) codes.push(...more);
  // A file that must not be uploaded has to be known.
  if (isOnlyLookedUp(scenario)) codes.push(scenario.lookup ? 'not-found' : 'invalid-input');
  if (mayTimeOut(scenario)) codes.push('timeout');
  return codes;
}

/** Whether the file must not be uploaded. @param {Scenario} scenario */
const isOnlyLookedUp = ({ call, upload }) => !upload && (call === 'scan' || call === 'scanBatch');

/** An infected file is never allowed, unless every witness was silenced. @param {Scenario} scenario @param {Observation} observation @param {boolean} isAnothers */
function judgeAllowed(scenario, { verdict, outcomes }, isAnothers) {
  const wrong = filesOf(scenario).flatMap((file, index) => {
    const outcome = outcomes[index];
    if (!outcome || 'error' in outcome || outcome.verdict !== 'allowed') return [];
    if (isSafe(file, scenario) || mayBeHidden(file, scenario)) return [];
    return [`wrongly allowed: ${file.kind} (${outcome.reason}, by ${outcome.via})`];
  });
  const isWorse = outcomes.some((one) => 'error' in one || one.verdict !== 'allowed');
  if (verdict === 'allowed' && isWorse) wrong.push('a batch is allowed of which a file is not');
  if (verdict === 'allowed' && isAnothers) wrong.push("wrongly allowed: by another file's report");
  return wrong;
}

/** Whether there is nothing to object to in a file, once it is looked into. @param {PlannedFile} file @param {Scenario} scenario */
const isSafe = ({ kind }, { password }) =>
  kind === 'clean' || (kind === 'encrypted' && password === 'right');

/** Whether one of the faults takes away all that speaks against a file. @param {PlannedFile} file @param {Scenario} scenario */
function mayBeHidden(file, scenario) {
  return usedFaults(scenario).some((fault) => {
    // Who follows an id by itself has nothing to compare.
    if (fault.name === 'the id of another file') return scenario.call === 'analyze';
    return fault.name === 'a tampered report' && hides(fault.fields, file, scenario);
  });
}

/** @param {string[]} fields @param {PlannedFile} file @param {Scenario} scenario */
function hides(fields, file, { api, password }) {
  const gone = silenced(fields);
  const hasProcessInfo = api !== 'cloud-v2' && !fields.includes('processInfo');
  // A cluster's report has it always.
  if (!hasProcessInfo && api === 'cluster') return false;
  const threat = threatWitnesses(file, api, password);
  if (threat) return threat.every((witness) => gone.has(witness));
  // What is no threat may be allowed by a rule: then the code says what it is, and nothing is blocked.
  const isNamed =
    !gone.has('label') ||
    (api === 'cluster' && !gone.has('verdicts')) ||
    (api === 'cloud-v4' && hasProcessInfo && !gone.has('verdicts'));
  if (!hasProcessInfo) return gone.has('code') && !isNamed;
  return gone.has('result') && gone.has('reason') && (!gone.has('code') || !isNamed);
}

/**
 * What says in a report that there is a threat; nothing for a file that is none.
 * @param {PlannedFile} file
 * @param {import('./scenario.mjs').Api} api
 * @param {string} password
 * @returns {Witness[] | undefined}
 */
function threatWitnesses({ kind }, api, password) {
  const isOpened = kind === 'eicar-zip' || (kind === 'encrypted-eicar' && password === 'right');
  if (kind !== 'eicar' && !isOpened) return undefined;
  /** @type {Witness[]} */
  const processInfo = ['result', 'reason', 'verdicts'];
  return [
    .../** @type {Witness[]} */ (['code', 'label']),
    ...(api === 'cloud-v2' ? [] : processInfo),
    ...(kind === 'eicar' ? /** @type {Witness[]} */ (['engines']) : []),
    ...(kind === 'eicar' && api !== 'cluster' ? /** @type {Witness[]} */ (['count']) : []),
    ...(isOpened && api === 'cluster' ? /** @type {Witness[]} */ (['children']) : []),
  ];
}

/** Whether the report of another file was given out for this one. @param {Scenario} scenario @param {ScanRecord} record @param {string} decoy */
const isAnotherFilesReport = ({ call }, { requests }, decoy) =>
  call !== 'analyze' &&
  requests.some(
    ({ operation }) => operation.startsWith('GET ') && operation.endsWith(`/file/${decoy}`),
  );

/** @param {Scenario} scenario @param {Observation} observation */
function judgeAbort({ abort }, { end, msAfterAbort }) {
  if (!abort) return [];
  const wrong = [];
  if (abort.phase === 'before' && end !== 'aborted')
    wrong.push('a call that was aborted before it began went on');
  if (end === 'aborted' && (msAfterAbort ?? 0) > ABORTED_WITHIN)
    wrong.push(`it took ${msAfterAbort} ms to abort`);
  return wrong;
}

/** Without a permanent fault, a scenario ends with the true verdict. @param {Scenario} scenario @param {Observation} observation */
function judgeTruth(scenario, { end, outcomes, error }) {
  if (isOnlyLookedUp(scenario)) return [];
  if (end !== 'answered') return [`it failed with ${error?.code}, and nothing had hindered it`];
  return filesOf(scenario).flatMap((file, index) => {
    const outcome = outcomes[index];
    const verdict = !outcome || 'error' in outcome ? 'an error' : outcome.verdict;
    if (isSafe(file, scenario)) return verdict === 'allowed' ? [] : [`${file.kind} is ${verdict}`];
    const isThreat = threatWitnesses(file, scenario.api, scenario.password) !== undefined;
    const isTrue = verdict === 'blocked' || (!isThreat && verdict === 'undetermined');
    return isTrue ? [] : [`${file.kind} is ${verdict}`];
  });
}

/** Whether a retry overcomes each fault. @param {Scenario} scenario */
function areAllPassed(scenario) {
  const used = usedFaults(scenario);
  /** @type {Map<string, number>} */
  const failed = new Map();
  for (const { name, on, times } of used) {
    const { passes, errors } = /** @type {import('./faults.mjs').Kind} */ (FAULTS[name]);
    if (passes && errors.length === 0) continue;
    const isStream = scenario.source === 'stream' || scenario.call === 'screen';
    const isRepeated = on !== 'create' && !(on === 'upload' && isStream);
    if (!passes || !isRepeated || times === 0) return false;
    failed.set(on, (failed.get(on) ?? 0) + times);
  }
  return !mayTimeOut(scenario) && [...failed.values()].every((times) => times < ATTEMPTS);
}

/** The faults on calls that are made. @param {Scenario} scenario */
function usedFaults({ call, api, lookup, upload, abort, faults }) {
  const isBatch = call === 'scanBatch' && api === 'cluster';
  const uses = {
    lookup: lookup && ['scan', 'scanBatch', 'screen'].includes(call),
    upload: upload ? call !== 'resume' : call === 'analyze',
    report: true,
    cancel: abort !== null && api === 'cluster',
    create: isBatch,
    status: isBatch,
    close: isBatch,
  };
  return faults.filter(({ on }) => uses[on]);
}
