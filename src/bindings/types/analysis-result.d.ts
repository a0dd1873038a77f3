import type { AdditionalInfo, CloudSanitized, HashResults } from './cloud-v2.js';
import type { DlpInfo, MatchVerdict } from './dlp-info.js';
import type { FileTypeCategory, FiletypeInfo } from './filetype-info.js';
import type { Open } from './open.js';
import type { PeInfo } from './pe-info.js';
import type { PostProcessing } from './post-processing.js';
import type { ProcessingResultCode, ProcessingResultName } from './processing-result.js';
import type { VulnerabilityInfo } from './vulnerability-info.js';

export type * from './cloud-v2.js';
export type * from './dlp-info.js';
export type * from './filetype-info.js';
export type * from './open.js';
export type * from './pe-info.js';
export type * from './post-processing.js';
export type * from './processing-result.js';
export type * from './vulnerability-info.js';

/**
 * The server's report of an analysis, unchanged, with the server's own names. Every field is optional, because the
 * report of a queued file has almost none. Fields that are not declared here are kept.
 *
 * Its texts (`display_name`, `threat_found`, `blocked_reason`, …) may come from the author of the file: put them into
 * a page as text, never as HTML. No single field decides whether the file may be trusted: use `Scan.verdict`.
 *
 * MDDC API Gateway, Fetch Analysis Result and Fetch Analysis Result By Hash. Fields marked
 * "Cloud v2" are from MetaDefender Cloud v2, Retrieving scan reports using data ID.
 */
export interface AnalysisResult {
  /** Id of the analysis. */
  data_id?: string;
  /** Sensitive data that Proactive DLP found. */
  dlp_info?: DlpInfo;
  /** The download, if the server fetched the file itself (header `downloadfrom`). */
  download_info?: DownloadInfo;
  /** One page of the files in it, if the file is an archive. */
  extracted_files?: ExtractedFiles;
  /** The outcome of extracting an archive. */
  extraction_info?: ExtractionInfo;
  /** The file: name, size, type, hashes. */
  file_info?: FileInfo;
  /** The result of the FileType engine. */
  filetype_info?: FiletypeInfo;
  /** The result of the OPSWAT Filescan engine (sandbox). */
  opswatfilescan_info?: OpswatFilescanInfo;
  /** The processing, and its final result. */
  process_info?: ProcessInfo;
  /** What the engines found. */
  scan_results?: ScanResults;
  /** Known vulnerabilities. */
  vulnerability_info?: VulnerabilityInfo;
  /** YARA rules that matched. */
  yara?: YaraInfo;

  /** Cloud v2: id of the file, the same for each of its analyses. */
  file_id?: string;
  /** Cloud v2: the results of databases of known hashes. */
  hash_results?: HashResults;
  /**
   * Cloud v2: number of files in the queue, those of all users. It is not a position in the queue, and may grow while
   * the file waits.
   */
  in_queue?: number;
  /** Cloud v2: when the status last changed, as an ISO 8601 string ("2016-06-21T14:17:59Z"). */
  last_updated?: string;
  /** Cloud v2: data id of the newest analysis of this file. */
  newer?: string;
  /** Cloud v2: the sanitised copy, if one was requested. */
  sanitized?: CloudSanitized;
  /** Cloud v2: state of an analysis that has not started. */
  status?: Open<'inqueue'>;
  /** Cloud v2: undocumented number; the samples, both clean, have 847 and −1. */
  top_threat?: number;

  /**
   * Other fields of the server. With Cloud v2, `{"<data id>": "Not Found"}` is an unknown id,
   * which `result` rejects as `not-found`.
   */
  [field: string]: unknown;
}

/**
 * State of a file that the server downloads itself.
 *
 * MDDC API Gateway, Fetch Analysis Result: `download_info`.
 */
export interface DownloadInfo {
  /** Why the download failed. */
  error_detail?: string;
  /** Percentage, 1 to 99, while `status` is `Downloading`. */
  progress?: number;
  /**
   * State of the download. `Download Timeout`: it took longer than the workflow rule allows;
   * `Download Cancelled`: the file or its batch was cancelled.
   */
  status?: Open<
    | 'Downloading'
    | 'Download Success'
    | 'Download Failed'
    | 'Download Timeout'
    | 'Download Cancelled'
  >;
  /** The URL from the header `downloadfrom`. */
  url?: string;
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * The outcome of extracting an archive.
 *
 * MDDC API Gateway, Fetch Analysis Result: `extraction_info`.
 */
export interface ExtractionInfo {
  /** Whether the archive could be decrypted. */
  decrypted_status?: Open<'Success' | 'Failed'>;
  /** Class of the error. */
  err_category?: string;
  /** Code of the error. */
  err_code?: number;
  /** The error in words. */
  err_details?: string;
  /** Whether it is protected by a password. */
  is_encrypted_file?: boolean;
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * The file as the server received it.
 *
 * MDDC API Gateway, Fetch Analysis Result: `file_info`.
 */
export interface FileInfo {
  /** The name given with the upload; it may be percent-encoded. */
  display_name?: string;
  /** Size in bytes. */
  file_size?: number;
  /** MIME type. */
  file_type?: string;
  /** The type in words. */
  file_type_description?: string;
  /** MD5, in hexadecimal; the case of the letters depends on the server. */
  md5?: string;
  /** SHA-1, in hexadecimal; the case of the letters depends on the server. */
  sha1?: string;
  /** SHA-256, in hexadecimal; the case of the letters depends on the server. */
  sha256?: string;
  /** SHA-512, in hexadecimal; the case of the letters depends on the server. */
  sha512?: string;
  /** Who signed the file. */
  signer_infos?: SignerInfo[];
  /** The families of its type. */
  type_category?: FileTypeCategory[];
  /**
   * When the first byte of the upload arrived, as a string. The reference says "in milliseconds",
   * which may mean an ISO 8601 time with milliseconds.
   */
  receive_data_timestamp?: string;
  /** Time the upload took, in milliseconds. */
  upload_time?: number;
  /**
   * When the last byte of the upload arrived, as a string. The reference says "in milliseconds",
   * which may mean an ISO 8601 time with milliseconds. Cloud v2 sends one
   * ("2016-11-22T20:50:49.751Z").
   */
  upload_timestamp?: string;

  /** Cloud v2: the family of its type, one letter. */
  file_type_category?: FileTypeCategory;
  /** Cloud v2: usual extension of its type, `-` if there is none. */
  file_type_extension?: string;
  /** Cloud v2: structure of a Windows executable; requested by the header `file_metadata: 1`. */
  pe_info?: PeInfo;
  /** Cloud v2: metadata in the file; requested by the header `file_metadata: 1`. */
  additional_info?: AdditionalInfo;
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * One digital signature.
 *
 * MDDC API Gateway, Fetch Analysis Result: `file_info.signer_infos`.
 */
export interface SignerInfo {
  /** Algorithm of the digest. */
  digest_algorithm?: string;
  /** Algorithm that encrypts the digest. */
  digest_encryption_algorithm?: string;
  /** The issuer of the certificate. */
  issuer?: string;
  /** Serial number of the certificate. */
  serial_number?: string;
  /** The subject of the certificate: the signer. */
  vendor_name?: string;
  /** Version of X.509, counted from zero: 0 is v1, 1 is v2, 2 is v3. */
  version?: Open<'0' | '1' | '2'>;
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * The result of the OPSWAT Filescan engine. The reference does not describe its fields.
 *
 * MDDC API Gateway, Fetch Analysis Result: `opswatfilescan_info`.
 */
export interface OpswatFilescanInfo {
  /** The fields that the server sends. */
  [field: string]: unknown;
}

/**
 * The processing of the file, and its result.
 *
 * MDDC API Gateway, Fetch Analysis Result: `process_info`.
 */
export interface ProcessInfo {
  /** Why the file is blocked; empty if it is not. */
  blocked_reason?: string;
  /** The same as a list of reasons. */
  blocked_reasons?: string[];
  /** Whether the rule exempts this file type from scanning. */
  file_type_skipped_scan?: boolean;
  /** Time the hashing took, in milliseconds. */
  hash_time?: number;
  /**
   * What has changed since the file was processed: `engineconfigurations` an engine's settings,
   * `enginedefinitions` an engine's definitions, `configuration` the rule; `sanitization`: the
   * sanitised file no longer exists.
   */
  outdated_data?: Open<
    'engineconfigurations' | 'enginedefinitions' | 'configuration' | 'sanitization'
  >[];
  /** What was done after the scan; may be `{}`. */
  post_processing?: PostProcessing;
  /** Time the processing took, in milliseconds. */
  processing_time?: number;
  /** The same for each step. */
  processing_time_details?: ProcessingTimeDetails;
  /** Name of the rule that was applied. */
  profile?: string;
  /** Percentage of the whole processing, 1 to 100. */
  progress_percentage?: number;
  /** Time in the queue (start_time − upload_timestamp), in milliseconds. */
  queue_time?: number;
  /** The server's decision; final once `progress_percentage` is 100. */
  result?: Open<'Allowed' | 'Blocked' | 'Processing'>;
  /** The client that requested the analysis, by its header `user_agent`. */
  user_agent?: string;
  /** The user who requested the analysis. */
  username?: string;
  /** Everything that may be wrong with the file. */
  verdicts?: ProcessingResultName[];
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * The time that each step took, in milliseconds (the reference states the unit for `others_time`).
 *
 * MDDC API Gateway, Fetch Analysis Result: `process_info.processing_time_details`.
 */
export interface ProcessingTimeDetails {
  /** Antivirus engines. */
  av_scan_time?: number;
  /** Deep CDR (sanitisation). */
  cdr_time?: number;
  /** Proactive DLP. */
  dlp_time?: number;
  /** Extraction of archives. */
  extraction_time?: number;
  /** FileType engine. */
  filetype_time?: number;
  /** OPSWAT Filescan engine (sandbox). */
  opswatfilescan_time?: number;
  /** Decryption, external scanners, post actions, and work between the server's components. */
  others_time?: number;
  /** Analysis of digital signatures. */
  parse_dgsg_time?: number;
  /** Lookup of vulnerabilities. */
  vul_time?: number;
  /** YARA engine. */
  yara_time?: number;
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * What the engines found.
 *
 * MDDC API Gateway, Fetch Analysis Result: `scan_results`.
 */
export interface ScanResults {
  /** Id of the analysis. */
  data_id?: string;
  /** Name of the file in the archive that was processed last, if the server still knows it. */
  last_file_scanned?: string;
  /** Percentage of the scan. At 100 the scan is over, not necessarily the processing. */
  progress_percentage?: number;
  /** The outcome in words, for showing; "Clean" may appear before the scan is over. */
  scan_all_result_a?: ProcessingResultName;
  /** The outcome; 0 may appear before the scan is over. */
  scan_all_result_i?: ProcessingResultCode;
  /**
   * When the scan started, as a string; the reference states no format. Cloud v2 sends ISO 8601
   * ("2016-11-22T20:50:49.751Z").
   */
  start_time?: string;
  /** Number of engines that took part. */
  total_avs?: number;
  /** Time the scan took, in milliseconds. */
  total_time?: number;
  /** The result of each engine, by the engine's name, such as "ClamAV". */
  scan_details?: Record<string, EngineResult>;

  /** Cloud v2: number of files in the queue, those of all users. */
  in_queue?: number;
  /** Cloud v2: whether the file can be scanned again. */
  rescan_available?: boolean;
  /** Cloud v2: number of engines that detected a threat. */
  total_detected_avs?: number;
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * The result of one engine.
 *
 * MDDC API Gateway, Fetch Analysis Result: `scan_results.scan_details.ClamAV`, which stands for all
 * engines.
 */
export interface EngineResult {
  /** Time of its definitions, as a string. Cloud v2 sends ISO 8601 ("2016-11-22T00:00:00Z"). */
  def_time?: string;
  /** Id of the engine. */
  eng_id?: string;
  /** Where the engine runs. */
  location?: Open<'local' | 'remote'>;
  /** Its outcome. */
  scan_result_i?: ProcessingResultCode;
  /** Time its scan took, in milliseconds. */
  scan_time?: number;
  /**
   * Name of the threat if it found one (1 Infected, 2 Suspicious); otherwise empty, or the engine's
   * error. Cloud v2 may send null.
   */
  threat_found?: string | null;
  /** Time from passing the file to the engine until its result, in milliseconds. */
  wait_time?: number;
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * YARA rules that matched.
 *
 * MDDC API Gateway, Fetch Analysis Result: `yara`.
 */
export interface YaraInfo {
  /** The rules that matched, by name, with their description; the reference gives no exact form. */
  hits?: Record<string, YaraHit | string>;
  /** The overall outcome: 0 clean, 1 found, 2 suspicious, 3 failed, 4 not scanned. */
  verdict?: MatchVerdict;
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * One YARA rule that matched.
 *
 * MDDC API Gateway, Fetch Analysis Result: `yara.hits`.
 */
export interface YaraHit {
  /** What the rule looks for. */
  description?: string;
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * One page of the files in an archive; `MetaDefender.extractedFiles` iterates over all pages.
 *
 * MDDC API Gateway, Fetch Analysis Result, Note: `extracted_files`.
 */
export interface ExtractedFiles {
  /** Number of files that were extracted. */
  files_extracted_count?: number;
  /** The files of this page. */
  files_in_archive?: ExtractedFile[];
  /** Index of this page's first file, counted from 0. Default 0. */
  first_index?: number;
  /** The number of files per page. Default 50. */
  page_size?: number;
  /** Data id of the file with the worst outcome. */
  worst_data_id?: string;
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * One file in an archive.
 *
 * MDDC API Gateway, Fetch Analysis Result, Note: `extracted_files.files_in_archive`. The reference
 * describes `detected_by` and `scanned_with`; the others are those of a batch's files.
 */
export interface ExtractedFile {
  /** Id of its own analysis, for `result` and `downloadSanitized`. */
  data_id?: string;
  /** Number of engines that reported a threat. */
  detected_by?: number;
  /** Its name in the archive, which may have a path; it may be percent-encoded. */
  display_name?: string;
  /** Size in bytes. */
  file_size?: number;
  /** MIME type. */
  file_type?: string;
  /** The type in words. */
  file_type_description?: string;
  /** Percentage of its analysis, to 100. */
  progress_percentage?: number;
  /** The outcome in words, for showing. */
  scan_all_result_a?: ProcessingResultName;
  /** The outcome. */
  scan_all_result_i?: ProcessingResultCode;
  /** Number of engines that scanned it. */
  scanned_with?: number;
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * A rule (workflow) for an analysis.
 *
 * MDDC API Gateway, Fetching Available Analysis Rules. The list only has the rules that the API key's role and the
 * client's `user_agent` may use.
 */
export interface Rule {
  /** Size limit of the rule, in bytes. */
  max_file_size?: number;
  /** Unique name of the rule, for the option `rule`. */
  name?: string;
  /** Other fields of the server. */
  [field: string]: unknown;
}
