// @ts-check

/**
 * What is told of a report. `true` is a value that decides, or says nothing of who sent the file; `'*'` is any name; `[…]` is
 * a list, each element of which is so.
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

/** All that a verdict is made of, whose file it is about, and what engines found. @type {Shape} */
const REPORT = {
  data_id: true,
  // While it waits, Cloud says nothing else.
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
  // Not their names: only whether one of them is infected.
  extracted_files: { files_in_archive: [{ detected_by: true, scan_all_result_i: true }] },
};

/** An entry of Cloud v4's answer to many hashes. @type {Shape} */
const SUMMARY = {
  hash: true,
  scan_result_i: true,
  total_avs: true,
  total_detected_avs: true,
};

/**
 * A report, reduced to what somebody may know who knows but the hash of a file. It decides as the whole one does: what
 * is of a wrong type in it is so afterwards.
 * @param {any} report
 */
export const reduced = (report) => reduce(report, REPORT);

/** One of many. @param {any} entry */
export const reducedEntry = (entry) =>
  reduce(entry, { .../** @type {any} */ (REPORT), ...SUMMARY });

/** @param {any} value @param {Shape} shape @returns {unknown} */
function reduce(value, shape) {
  if (shape === true || value === null) return value;
  // Of a type that the reference does not know: malformed for every reader, and nothing else.
  if (typeof value !== 'object' || Array.isArray(value) !== Array.isArray(shape)) return false;
  if (Array.isArray(shape)) return value.map((/** @type {any} */ one) => reduce(one, shape[0]));
  const kept = Object.entries(value).flatMap(([name, member]) => {
    const known = shape['*'] ?? (Object.hasOwn(shape, name) ? shape[name] : undefined);
    return known ? [[name, reduce(member, known)]] : [];
  });
  return Object.fromEntries(kept);
}

/** Whether an answer is a report, and not what is said of an unknown id. @param {any} answer */
export const isReport = (answer) => Object.keys(REPORT).some((name) => answer?.[name] != null);
