// Reports as described in the reference.

export const DATA_ID = '61dffeaa728844adbf49eb090e4ece0e';

/** FIPS 180-4: SHA-256 of "abc". */
export const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

/** MDDC API Gateway, *Fetch Analysis Result*: of "abc". @param {string} result @param {number} code */
export function finished(result, code) {
  return {
    data_id: DATA_ID,
    file_info: { sha256: ABC },
    process_info: { progress_percentage: 100, result, blocked_reason: '' },
    scan_results: {
      progress_percentage: 100,
      scan_all_result_i: code,
      scan_all_result_a: 'Clean',
    },
  };
}

/** "Clean" before the end. @param {number} percentage */
export function unfinished(percentage) {
  const report = finished('Processing', 0);
  report.process_info.progress_percentage = percentage;
  report.scan_results.progress_percentage = percentage;
  return report;
}

/** The response to the lookup of an unknown hash. @param {{ path: string }} asked */
export function unknownHash({ path }) {
  return { [path.replace('/hash/', '').toUpperCase()]: 'Not Found' };
}

/** The responses to every scan of an unknown file. @param {unknown} reports */
export function unknownFile(reports) {
  return {
    'GET /hash/*': unknownHash,
    'POST /file': { data_id: DATA_ID },
    'GET /file/*': reports,
    'POST /file/*/cancel': {},
  };
}

/** Polls again at once. */
export const AT_ONCE = { initialDelay: 1, maxDelay: 5 };

export const EICAR = String.raw`X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`;
