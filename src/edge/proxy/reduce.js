// @ts-check

/**
 * The members that are kept of a report. `true` keeps a value; `'*'` stands for any name; `[…]` is a list whose
 * elements have this shape.
 * @typedef {true | [Shape] | { [name: string]: Shape }} Shape
 */

/** @type {Shape} */
const ENGINE = {
  def_time: true,
  eng_id: true,
  location: true,
  scan_result_i: true,
  scan_time: true,
  threat_found: true,
  wait_time: true,
};

/** @type {Shape} */
const SCAN_RESULTS = {
  data_id: true,
  progress_percentage: true,
  scan_all_result_a: true,
  scan_all_result_i: true,
  scan_details: { '*': ENGINE },
  total_avs: true,
  total_detected_avs: true,
  total_time: true,
};

/**
 * What the verdict depends on, the hashes of the file, and what the engines found. Nothing of it tells who uploaded the
 * file.
 * @type {Shape}
 */
const REPORT = {
  data_id: true,
  // While a file waits in the queue, Cloud returns nothing else.
  status: true,
  in_queue: true,
  file_info: {
    file_size: true,
    file_type: true,
    file_type_category: true,
    file_type_description: true,
    file_type_extension: true,
    md5: true,
    sha1: true,
    sha256: true,
    sha512: true,
    type_category: true,
  },
  process_info: {
    blocked_reason: true,
    blocked_reasons: true,
    file_type_skipped_scan: true,
    outdated_data: true,
    processing_time: true,
    profile: true,
    progress_percentage: true,
    result: true,
    verdicts: true,
  },
  scan_results: SCAN_RESULTS,
  sanitized: { file_path: true, progress_percentage: true, reason: true, result: true },
  dlp_info: { certainty: true, severity: true, verdict: true },
  vulnerability_info: { verdict: true },
  yara: { hits: { '*': { description: true } }, verdict: true },
  // Only whether a file is infected, not its name.
  extracted_files: { files_in_archive: [{ detected_by: true, scan_all_result_i: true }] },
};

/** An entry of Cloud v4's response to a list of hashes. @type {Shape} */
const SUMMARY = {
  hash: true,
  scan_result_i: true,
  total_avs: true,
  total_detected_avs: true,
};

/**
 * The part of a report for a visitor who only knows the hash of the file. Its verdict is that of the whole report: a
 * value of a wrong type stays one.
 * @param {any} report
 */
export const reduced = (report) => reduce(report, REPORT);

/** The same for an entry of a list. @param {any} entry */
export const reducedEntry = (entry) =>
  reduce(entry, { .../** @type {any} */ (REPORT), ...SUMMARY });

/** @param {any} value @param {Shape} shape @returns {unknown} */
function reduce(value, shape) {
  if (shape === true || value === null) return value;
  // A type that the reference does not allow: `false` is as malformed to every reader, and reveals nothing.
  if (typeof value !== 'object' || Array.isArray(value) !== Array.isArray(shape)) return false;
  if (Array.isArray(shape)) return value.map((/** @type {any} */ one) => reduce(one, shape[0]));
  const kept = Object.entries(value).flatMap(([name, member]) => {
    const known = shape['*'] ?? (Object.hasOwn(shape, name) ? shape[name] : undefined);
    return known ? [[name, reduce(member, known)]] : [];
  });
  return Object.fromEntries(kept);
}

/** Whether a response is a report, and not the one for an unknown id. @param {any} answer */
export const isReport = (answer) => Object.keys(REPORT).some((name) => answer?.[name] != null);
