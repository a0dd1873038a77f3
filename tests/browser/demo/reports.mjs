// @ts-check
import { createHash } from 'node:crypto';

/**
 * Reports as described in the reference (MDDC API Gateway, *Fetch Analysis Result*), of a service
 * with nine engines.
 */

/** @type {[name: string, definitions: string, time: number, threat: string][]} */
const ENGINES = [
  ['AhnLab', '2026-03-01', 212, 'Virus/EICAR_Test_File'],
  ['Avira', '2026-03-02', 148, 'Eicar-Test-Signature'],
  ['Bitdefender', '2026-03-02', 391, 'EICAR-Test-File (not a virus)'],
  ['ClamAV', '2026-03-01', 873, 'Win.Test.EICAR_HDB-1'],
  ['Emsisoft', '2026-03-02', 405, 'EICAR-Test-File (not a virus) (B)'],
  ['ESET', '2026-03-02', 264, 'Eicar test file'],
  ['K7', '2026-03-01', 97, ''],
  ['Quick Heal', '2026-02-27', 518, 'EICAR.TestFile'],
  ['Varist', '2026-03-02', 176, 'EICAR_Test_File'],
];

const MOMENT = '2026-03-02T09:41:07.000Z';

/**
 * @param {object} file
 * @param {string} file.name
 * @param {string} file.text
 * @param {number} [file.code] of the processing result
 * @param {string} [file.label] its name
 * @param {boolean} [file.isInfected] whether engines say so
 * @param {string} [file.type]
 * @param {string} [file.mime]
 * @param {Record<string, unknown>} [file.more] sections
 */
export function report({ name, text, code = 0, label = 'No Threat Detected', ...rest }) {
  const { isInfected = false, type = 'ASCII text', mime = 'text/plain', more = {} } = rest;
  const bytes = Buffer.from(text);
  const hash = (/** @type {string} */ algorithm) =>
    createHash(algorithm).update(bytes).digest('hex').toUpperCase();
  const isBlocked = code !== 0;
  const { process = {}, ...sections } = /** @type {Record<string, any>} */ (more);
  return {
    data_id: hash('md5').toLowerCase(),
    file_info: {
      display_name: name,
      file_size: bytes.length,
      file_type: mime,
      file_type_description: type,
      md5: hash('md5'),
      sha1: hash('sha1'),
      sha256: hash('sha256'),
      sha512: hash('sha512'),
      upload_time: 64,
      upload_timestamp: MOMENT,
    },
    process_info: {
      blocked_reason: isBlocked ? label : '',
      blocked_reasons: isBlocked ? [label] : [],
      post_processing: {},
      processing_time: 1240,
      processing_time_details: {
        ...{ filetype_time: 35, extraction_time: 0, av_scan_time: 873, yara_time: 22 },
        ...{ dlp_time: 96, cdr_time: 140, others_time: 74 },
      },
      profile: 'File process',
      progress_percentage: 100,
      queue_time: 180,
      result: isBlocked ? 'Blocked' : 'Allowed',
      username: 'analyst',
      verdicts: [label],
      ...process,
    },
    scan_results: {
      data_id: hash('md5').toLowerCase(),
      progress_percentage: 100,
      scan_all_result_a: label,
      scan_all_result_i: code,
      scan_details: Object.fromEntries(
        ENGINES.map(([engine, day, time, threat]) => {
          const found = isInfected ? threat : '';
          return [
            engine,
            {
              def_time: `${day}T00:00:00.000Z`,
              eng_id: `${engine.toLowerCase()}_1_linux`,
              location: 'local',
              scan_result_i: found ? 1 : 0,
              scan_time: time,
              threat_found: found,
              wait_time: time + 12,
            },
          ];
        }),
      ),
      start_time: MOMENT,
      total_avs: ENGINES.length,
      total_time: 1060,
    },
    ...sections,
  };
}

/** @typedef {ReturnType<typeof report>} Report */

/**
 * The entry of a file in the listing of an archive.
 * @param {Report} report
 */
export function entry({ data_id, file_info, process_info, scan_results }) {
  const { display_name, file_size, file_type, file_type_description } = file_info;
  const { progress_percentage, result, verdicts, blocked_reason } = process_info;
  const { scan_all_result_a, scan_all_result_i, scan_details, total_avs } = scan_results;
  const detected_by = Object.values(scan_details).filter((it) => it.threat_found).length;
  return {
    ...{ data_id, detected_by, display_name, file_size, file_type, file_type_description },
    process_info: { blocked_reason, progress_percentage, result, verdicts },
    ...{ progress_percentage: 100, scan_all_result_a, scan_all_result_i, scanned_with: total_avs },
  };
}
