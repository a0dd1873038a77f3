// @ts-check
// Runs one scenario, in any runtime. The result is plain data, which the oracle judges.
import { assess, connect, digest, MetaDefenderError } from 'metadefender-wasm';
import { makeFile } from './files.js';
import { textsOf } from './texts-of.js';

/**
 * Where a scenario runs, and what differs each time that it does.
 * @typedef {object} Place
 * @property {string} baseUrl
 * @property {string} name of the scan; letters
 * @property {{ key: string, token: string, password: string }} secrets
 * @property {string | null} dataId of the analysis to resume
 * @property {{ request: number, analysis: number }} timeouts ms
 * @property {number} deadline ms after which it hangs
 */

/**
 * The result of one file.
 * @typedef {{ verdict: string, reason: string, via: string } | { error: Failed }} Outcome
 * @typedef {{ isOurs: boolean, code: string | null, texts: string[] }} Failed
 */

/**
 * The result of a scenario.
 * @typedef {object} Observation
 * @property {'answered' | 'failed' | 'aborted' | 'hangs'} end
 * @property {string | null} verdict of all files
 * @property {Outcome[]} outcomes
 * @property {Failed | null} error
 * @property {string[]} events
 * @property {string[]} oddities of its progress
 * @property {string | null} knownId the analysis that the caller knew of at the abort
 * @property {number} ms that it took
 * @property {number | null} msAfterAbort
 */

/** @typedef {import('./scenario.mjs').Scenario} Scenario */

/**
 * @param {Scenario} scenario
 * @param {Place} place
 * @returns {Promise<Observation>}
 */
export async function runScenario(scenario, place) {
  const begun = performance.now();
  const abort = abortOf(scenario);
  const progress = watchProgress(abort.onPhase);
  /** @type {Observation} */
  const observation = {
    ...{ end: 'hangs', verdict: null, outcomes: [], error: null, events: [], oddities: [] },
    ...{ knownId: null, ms: 0, msAfterAbort: null },
  };
  /** @type {any} */
  let timer;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, place.deadline, 'hangs')));
  const settled = call(scenario, place, abort.signal, progress.hear).then(
    ({ verdict, outcomes }) =>
      Object.assign(observation, { end: 'answered', verdict, outcomes }) && 'settled',
    (error) => {
      // The reason of the signal itself.
      const isReason = abort.isAborted() && error === abort.reason;
      Object.assign(observation, isReason ? { end: 'aborted' } : { end: 'failed' });
      if (!isReason) observation.error = failed(error);
      return 'settled';
    },
  );
  await Promise.race([settled, late]);
  clearTimeout(timer);
  const now = performance.now();
  abort.end();
  progress.settle(observation.end);
  // Later progress is too late.
  await new Promise((resolve) => setTimeout(resolve));
  return Object.assign(observation, {
    events: progress.events,
    oddities: progress.oddities,
    knownId: abort.isAborted() ? progress.idAt(abort.at()) : null,
    ms: now - begun,
    msAfterAbort: abort.isAborted() ? now - abort.at() : null,
  });
}

/**
 * @param {Scenario} scenario
 * @param {Place} place
 * @param {AbortSignal} signal
 * @param {(progress: import('metadefender-wasm').Progress) => void} onProgress
 * @returns {Promise<{ verdict: string, outcomes: Outcome[] }>}
 */
async function call(scenario, place, signal, onProgress) {
  const { api, files, lookup, upload, hash, cancelOnAbort, encoding } = scenario;
  const { baseUrl, name, secrets, timeouts } = place;
  const metadefender = await connect({
    baseUrl,
    api,
    ...(scenario.hasKey && { apiKey: secrets.key }),
    headers: { 'x-gateway-scan': name, 'x-auth-token': secrets.token },
    timeout: timeouts.request,
    responseTimeout: timeouts.request,
    retry: { attempts: 3, baseDelay: 1 },
  });
  const given = {
    none: undefined,
    right: [secrets.password],
    wrong: [wrongPassword(secrets.password)],
  };
  const options = {
    signal,
    onProgress,
    poll: { initialDelay: 1, maxDelay: 20 },
    timeout: timeouts.analysis,
    archivePasswords: given[scenario.password],
    contentEncoding: encoding === 'none' || api !== 'cluster' ? undefined : encoding,
    ...{ lookup, upload, hash, cancelOnAbort },
  };
  const made = await makeFiles(scenario, place);
  const [bytes = new Uint8Array()] = made;
  const algorithms = [...new Set(/** @type {const} */ (['sha256', hash]))];
  const digests = scenario.givesDigests ? await digest(bytes, { algorithms }) : undefined;
  const source = sourceOf(scenario, bytes);
  const contentLength = bytes.length;

  switch (scenario.call) {
    case 'scan':
      return one(await metadefender.scan(source, { ...options, digests, contentLength }));
    case 'resume': {
      const { dataId } = place;
      return one(await metadefender.resume(dataId ?? '', { ...options, digests }));
    }
    case 'analyze': {
      const { dataId } = await metadefender.analyze(source, { ...options, contentLength });
      // A second call would restart the progress.
      const report = await metadefender.wait(dataId, { ...options, onProgress: undefined });
      const { verdict, reason } = await assess(report, { api });
      return one({ verdict, reason, via: 'analysis' });
    }
    case 'scanBatch': {
      const blobs = files.map((_, index) => new Blob([made[index] ?? bytes]));
      const batch = await metadefender.scanBatch(blobs, { ...options, concurrency: 2 });
      const outcomes = batch.files.map(({ verdict, scan, error }) =>
        scan ? outcome({ ...scan, verdict }) : { error: failed(error) },
      );
      if (batch.error) outcomes.push({ error: failed(batch.error) });
      return { verdict: batch.verdict, outcomes };
    }
    default:
      throw new Error(`no client makes the call ${scenario.call}`);
  }
}

/** @param {string} right */
export const wrongPassword = (right) => `not ${right}`;

/** The bytes of its files, as `name` has them. @param {Scenario} scenario @param {Place} place */
export function makeFiles({ files }, { name, secrets }) {
  return Promise.all(
    files.map((file, index) =>
      makeFile(file, name + String.fromCharCode(97 + index), secrets.password),
    ),
  );
}

/** @param {Scenario} scenario @param {Uint8Array<ArrayBuffer>} bytes */
function sourceOf({ source }, bytes) {
  switch (source) {
    case 'blob':
      return new Blob([bytes]);
    case 'bytes':
      return bytes;
    case 'file':
      return new File([bytes], 'a ünïcode näme.txt');
    case 'stream':
      return new Blob([bytes]).stream();
  }
}

/** @param {{ verdict: string, reason: string, via: string }} scan */
const outcome = ({ verdict, reason, via }) => ({ verdict, reason, via });

/** @param {{ verdict: string, reason: string, via: string }} scan */
const one = (scan) => ({ verdict: scan.verdict, outcomes: [outcome(scan)] });

/** @param {any} error @returns {Failed} */
function failed(error) {
  const isOurs = error instanceof MetaDefenderError && error instanceof Error;
  return { isOurs, code: isOurs ? error.code : null, texts: textsOf(error) };
}

/** The abort of a scenario: when a phase begins, or a little later. @param {Scenario} scenario */
function abortOf({ abort }) {
  if (!abort) {
    // One signal for all calls, as those of an app that lives long; memory/observe.js has it counted.
    const { signal } = /** @type {any} */ (globalThis).observed ?? new AbortController();
    const isAborted = () => false;
    return { signal, reason: null, isAborted, at: () => 0, onPhase() {}, end() {} };
  }
  const controller = new AbortController();
  const reason = new Error('the reason of the abort');
  let at = 0;
  /** @type {any} */
  let timer;
  const now = () => {
    at = performance.now();
    controller.abort(reason);
  };
  if (abort.phase === 'before') now();
  return {
    signal: controller.signal,
    reason,
    isAborted: () => controller.signal.aborted,
    at: () => at,
    /** @param {string} phase */
    onPhase(phase) {
      if (phase !== abort.phase || timer) return;
      timer = abort.afterMs > 0 ? setTimeout(now, abort.afterMs) : 'now';
      if (abort.afterMs === 0) now();
    },
    end: () => clearTimeout(timer),
  };
}

/** @param {(phase: string) => void} onPhase */
function watchProgress(onPhase) {
  /** @type {string[]} */
  const events = [];
  /** @type {string[]} */
  const oddities = [];
  /** @type {{ at: number, dataId: string }[]} */
  const known = [];
  let percentage = 0;
  let isSettled = false;
  return {
    events,
    oddities,
    /** @param {import('metadefender-wasm').Progress} progress */
    hear(progress) {
      events.push(JSON.stringify(progress));
      if (isSettled) oddities.push('progress was told after the end');
      if (progress.percentage < percentage) oddities.push('progress ran back');
      ({ percentage } = progress);
      const { dataId } = progress;
      if (dataId && progress.phase !== 'lookup') known.push({ at: performance.now(), dataId });
      onPhase(progress.phase);
    },
    /** @param {string} end */
    settle(end) {
      isSettled = true;
      if (end === 'answered' && percentage !== 100) oddities.push('progress did not come to 100 %');
    },
    /** @param {number} time */
    idAt: (time) => known.filter(({ at }) => at <= time).at(-1)?.dataId ?? null,
  };
}
