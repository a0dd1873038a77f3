// @ts-check
// The gateway's faults for one scan, and the results that they allow.

/**
 * @typedef {'lookup' | 'upload' | 'report' | 'cancel' | 'create' | 'status' | 'close'} Operation
 * @typedef {{ name: string, on: Operation, times: number, fields: Field[] }} Fault
 *   `times` 0 is for good; `fields` are what `a tampered report` says otherwise
 */

/** The operations by the routes of the gateway. Cloud has no batches, and nothing to cancel. @type {Record<Operation, string>} */
const ROUTES = {
  lookup: 'GET /hash/{hash}',
  upload: 'POST /file',
  report: 'GET /file/{data_id}',
  cancel: 'POST /file/{data_id}/cancel',
  create: 'POST /file/batch',
  status: 'GET /file/batch/{batchId}',
  close: 'POST /file/batch/{batchId}/close',
};
const PREFIXES = { cluster: '', 'cloud-v2': '/v2', 'cloud-v4': '/v4' };

/** ms between the six steps of an analysis that is to be aborted. */
export const SLOW_STEP = 300;

/** The path of each service at the gateway. @param {import('./scenario.mjs').Api} api */
export const prefixOf = (api) => PREFIXES[api];

/**
 * How a report is tampered with, and which of its witnesses are silent then.
 * @type {Record<string, { spec: string, silences: Witness[] }>}
 */
const TAMPERED = {
  code: { spec: 'set=/scan_results/scan_all_result_i:0', silences: ['code'] },
  result: { spec: 'set=/process_info/result:"Allowed"', silences: ['result'] },
  label: { spec: 'set=/scan_results/scan_all_result_a:"No Threat Detected"', silences: ['label'] },
  reason: {
    spec: 'set=/process_info/blocked_reason:""; remove=/process_info/blocked_reasons',
    silences: ['reason'],
  },
  verdicts: { spec: 'remove=/process_info/verdicts', silences: ['verdicts'] },
  engines: { spec: 'remove=/scan_results/scan_details', silences: ['engines'] },
  count: { spec: 'remove=/scan_results/total_detected_avs', silences: ['count'] },
  children: { spec: 'remove=/extracted_files', silences: ['children'] },
  processInfo: { spec: 'remove=/process_info', silences: ['result', 'reason', 'verdicts'] },
};

/** Faults that remove all evidence against a file. */
const CLEAN = Object.entries(TAMPERED).flatMap(([field, { spec }]) =>
  field === 'processInfo' ? [] : [spec],
);

/** @typedef {'code' | 'label' | 'result' | 'reason' | 'verdicts' | 'engines' | 'count' | 'children'} Witness */
/** @typedef {keyof typeof TAMPERED} Field */

export const FIELDS = Object.keys(TAMPERED);
/** @param {Field[]} fields @returns {Set<Witness>} */
export const silenced = (fields) =>
  new Set(fields.flatMap((field) => TAMPERED[field]?.silences ?? []));

/**
 * A fault.
 * @typedef {object} Kind
 * @property {string | ((context: { api: import('./scenario.mjs').Api, decoy: string, echo: string, fields: Field[] }) => string)} spec as the gateway takes it
 * @property {import('metadefender-wasm').ErrorCode[]} errors in which a call may end by it
 * @property {boolean} [passes] a call that is made again is answered as if nothing had been
 * @property {Operation[]} [only] where it can be
 */

/** @type {Record<string, Kind>} */
export const FAULTS = {
  'a slow answer': { spec: 'latency=20; jitter=20', errors: [], passes: true },
  'an answer that trickles': { spec: 'slow=2/300', errors: [], passes: true },
  'a reset before the answer': { spec: 'reset-request=0', errors: ['network'], passes: true },
  'a reset in the answer': { spec: 'reset-response=20', errors: ['network'], passes: true },
  'an answer that breaks off': { spec: 'truncate=20', errors: ['network'], passes: true },
  'a busy server': { spec: 'status=503; retry-after=0', errors: ['busy'], passes: true },
  'a throttled call': { spec: 'status=429; retry-after=0', errors: ['rate-limited'], passes: true },
  'a gateway that is down': { spec: 'status=502', errors: ['server'], passes: true },
  'a day to wait': { spec: 'status=429; reset-in=86400s', errors: ['rate-limited'] },
  'a server that fails': { spec: 'status=500', errors: ['server'] },
  'a refused key': { spec: 'status=401', errors: ['unauthorized'] },
  'a server that repeats every secret': {
    spec: ({ echo }) => `status=403; body={"err":${JSON.stringify(echo)}}`,
    errors: ['forbidden'],
  },
  'a limit of size': { spec: 'status=413', errors: ['too-large'] },
  'a page of a proxy': { spec: 'html', errors: ['protocol'] },
  'a page of a proxy that fails': { spec: 'html; status=502', errors: ['server'], passes: true },
  'an answer that is cut': { spec: 'cut=20', errors: ['protocol'] },
  'an answer of nothing': { spec: 'body={}', errors: ['protocol', 'timeout'] },
  'an answer of null': { spec: 'body=null', errors: ['protocol', 'timeout'] },
  'an answer that repeats every secret': {
    spec: ({ echo }) => `body={"err":${JSON.stringify(echo)}}`,
    errors: ['protocol', 'timeout'],
  },
  'a miss as 200': { spec: 'not-found=200', errors: ['not-found', 'protocol', 'timeout'] },
  'a miss as 404': { spec: 'not-found=404', errors: ['not-found', 'protocol', 'timeout'] },
  'an upload that is reset': {
    spec: 'reset-request=1',
    errors: ['network'],
    passes: true,
    only: ['upload'],
  },
  'an upload that is not taken': {
    spec: 'stall-request=1',
    errors: ['timeout'],
    only: ['upload'],
  },
  'a call that hangs': { spec: 'hang', errors: ['timeout'] },
  'an answer that stops': { spec: 'stall-response=20', errors: ['timeout'] },
  'an answer without an id': { spec: 'remove=/data_id', errors: ['protocol'], only: ['upload'] },
  'the id of another file': {
    spec: ({ decoy }) => `set=/data_id:"${decoy}"`,
    errors: ['integrity'],
    only: ['upload'],
  },
  'a tampered report': {
    spec: ({ fields }) => fields.map((field) => TAMPERED[field]?.spec).join('; '),
    errors: ['protocol'],
    only: ['report', 'lookup'],
  },
  'hashes of another file': {
    spec: 'wrong-hash',
    errors: ['integrity'],
    only: ['report', 'lookup'],
  },
  'a report without hashes': { spec: 'remove=/file_info', errors: [], only: ['report', 'lookup'] },
  'a clean code before the end': {
    spec: 'progress=stuck:95',
    errors: ['timeout'],
    only: ['report', 'lookup'],
  },
  'a clean report of a process that goes on': {
    spec: ({ api }) => {
      // Version 2 has no process_info.
      const part = api === 'cloud-v2' ? 'scan_results' : 'process_info';
      return [...CLEAN, `set=/${part}/progress_percentage:50`].join('; ');
    },
    errors: ['timeout'],
    only: ['report', 'lookup'],
  },
  'progress that runs back': {
    spec: 'progress=backwards',
    errors: ['timeout'],
    only: ['report'],
  },
  'done without a result': {
    spec: 'set=/process_info/progress_percentage:100; set=/scan_results/progress_percentage:100',
    errors: [],
    only: ['report'],
  },
  'an odd progress': {
    spec: 'type=/scan_results/progress_percentage:string',
    errors: ['protocol'],
    only: ['report', 'lookup'],
  },
  'an odd code': {
    spec: 'type=/scan_results/scan_all_result_i:object',
    errors: ['protocol'],
    only: ['report', 'lookup'],
  },
  'keys in another case': {
    spec: 'keys=upper',
    errors: ['protocol', 'timeout'],
    only: ['report', 'upload', 'lookup'],
  },
};

/** @param {Fault} fault @returns {Kind} */
export function kindOf({ name }) {
  const kind = FAULTS[name];
  if (!kind) throw new Error(`there is no fault "${name}"`);
  return kind;
}

/** Where a fault can be. @param {string} name @returns {Operation[]} */
export const operationsOf = (name) =>
  FAULTS[name]?.only ?? /** @type {Operation[]} */ (Object.keys(ROUTES));

/**
 * The faults of a scenario as the gateway takes them. Of those that fit a request the first one strikes.
 * @param {import('./scenario.mjs').Scenario} scenario
 * @param {{ decoy: string, echo: string }} context
 */
export function gatewayFaults({ api, faults, abort }, context) {
  const specs = faults.map((fault) => {
    const { spec } = kindOf(fault);
    const what = typeof spec === 'string' ? spec : spec({ ...context, api, fields: fault.fields });
    const times = fault.times > 0 ? `times=${fault.times}; ` : '';
    return `operation=${routeOf(api, fault.on)}; ${times}${what}`;
  });
  // An analysis that would go on for long, were it not cancelled.
  if (abort) specs.push(`operation=${routeOf(api, 'upload')}; step-delay=${SLOW_STEP}`);
  return specs;
}

/** @param {import('./scenario.mjs').Api} api @param {Operation} operation */
function routeOf(api, operation) {
  return ROUTES[operation].replace(' ', ` ${PREFIXES[api]}`);
}
