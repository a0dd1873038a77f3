// @ts-check
// Whether an aborted scan is cancelled on the server, by the gateway's record.

/** ms: an analysis that nobody could call off, as its id had not arrived yet, ends by itself. */
const PATIENCE = 12_000;

/**
 * What remains of an aborted scan.
 * @param {import('./scenario.mjs').Scenario} scenario
 * @param {import('./run-scenario.js').Observation} observation
 * @param {() => Promise<import('./scan-record.mjs').ScanRecord>} read
 * @param {boolean} isSent whether what the client calls off is sure to be heard
 * @returns {Promise<string[]>}
 */
export async function judgeCleanUp(scenario, observation, read, isSent) {
  if (observation.end !== 'aborted') return [];
  /** @type {string[]} */
  let left = [];
  for (const end = Date.now() + PATIENCE; Date.now() < end;) {
    left = leftOf(scenario, observation, await read(), isSent);
    if (left.length === 0) return [];
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return left;
}

/**
 * @param {import('./scenario.mjs').Scenario} scenario
 * @param {import('./run-scenario.js').Observation} observation
 * @param {import('./scan-record.mjs').ScanRecord} record
 * @param {boolean} isSent
 */
function leftOf(scenario, { knownId }, { requests, analyses }, isSent) {
  const isAsked = (/** @type {RegExp} */ pattern) =>
    requests.some(({ operation }) => pattern.test(operation));
  const left = analyses
    .filter(({ state }) => state !== 'finished')
    .map(({ data_id }) => `the analysis ${data_id} goes on after the abort`);
  const isCalledOff = scenario.api === 'cluster' && scenario.cancelOnAbort && isSent;
  const isFollowed = scenario.call === 'scan' || scenario.call === 'resume';
  if (isCalledOff && isFollowed && knownId && !isAsked(/^POST \/file\/[^/]+\/cancel$/)) {
    left.push(`nobody called the analysis ${knownId} off`);
  }
  // Whoever has added a file to the batch knows its id.
  const isBatch = scenario.call === 'scanBatch' && analyses.length > 0;
  if (isCalledOff && isBatch && !isAsked(/^POST \/file\/batch\/[^/]+\/cancel$/)) {
    left.push('nobody called the batch off');
  }
  return left;
}
