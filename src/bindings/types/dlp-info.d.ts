import type { Open } from './open.js';

/** The certainty of a finding of Proactive DLP. */
export type DlpCertainty = Open<'Very Low' | 'Low' | 'Medium' | 'High' | 'Very High'>;

/** Deprecated by the server: 0 or 1, which some versions send as a string. */
export type DlpSeverity = Open<0 | 1> | Open<'0' | '1'>;

/**
 * The overall outcome of Proactive DLP, and of YARA, for a file.
 *
 * | value | meaning            |
 * | ----: | ------------------ |
 * |     0 | Clean              |
 * |     1 | Found matched data |
 * |     2 | Suspicious         |
 * |     3 | Failed             |
 * |     4 | Not scanned        |
 */
export type MatchVerdict = Open<0 | 1 | 2 | 3 | 4>;

/**
 * The sensitive data that Proactive DLP found.
 *
 * MDDC API Gateway, Fetch Analysis Result: `dlp_info`.
 */
export interface DlpInfo {
  /** How certain the finding is. */
  certainty?: DlpCertainty;
  /**
   * The errors; empty if there are none. The reference calls it a list and types it as an object,
   * so check its type.
   */
  errors?: DlpErrors | DlpErrors[];
  /** Name of the processed (redacted, watermarked, …) file, by the workflow rule. */
  filename?: string;
  /** The matches, by the kind of rule that matched. */
  hits?: DlpHits;
  /** The result of the removal of metadata. */
  metadata_removal?: DlpMetadataRemoval;
  /** The result of the redaction. */
  redact?: DlpRedaction;
  /**
   * Severity of the data loss: 0 certain, 1 possible.
   *
   * @deprecated By the server. Use `certainty`.
   */
  severity?: DlpSeverity;
  /** The overall outcome: 0 clean, 1 found, 2 suspicious, 3 failed, 4 not scanned. */
  verdict?: MatchVerdict;
  /** The result of the watermarking. */
  watermark?: DlpWatermark;
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * The errors of each of Proactive DLP's jobs.
 *
 * MDDC API Gateway, Fetch Analysis Result: `dlp_info.errors`.
 */
export interface DlpErrors {
  /** Errors of the scan. */
  scan?: string;
  /** Errors of the redaction. */
  redact?: string;
  /** Errors of the watermarking. */
  watermark?: string;
  /** Errors of the removal of metadata. */
  metadata_removal?: string;
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * The matches by kind of rule.
 *
 * MDDC API Gateway, Fetch Analysis Result: `dlp_info.hits`.
 */
export interface DlpHits {
  /** Credit card numbers. */
  ccn?: DlpRuleHits;
  /** Social security numbers. */
  ssn?: DlpRuleHits;
  /** Matches of the user's own regular expressions, which the server numbers. */
  [regex: `regex_${string}`]: DlpRuleHits | undefined;
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * The matches of one rule.
 *
 * MDDC API Gateway, Fetch Analysis Result: `dlp_info.hits.ccn`, which stands for all of them.
 */
export interface DlpRuleHits {
  /** "Credit Card Number", "Social Security Number", or the name a user gave to the expression. */
  display_name?: string;
  /** Each match of this rule. */
  hits?: DlpHit[];
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * One match. Its texts come from the file: never put them into a page as HTML.
 *
 * MDDC API Gateway, Fetch Analysis Result: `dlp_info.hits.ccn.hits`.
 */
export interface DlpHit {
  /** The text that follows the match. */
  after?: string;
  /** The text that precedes the match. */
  before?: string;
  /** `certainty_score` in words. */
  certainty?: DlpCertainty;
  /** How relevant the match is in its context, 0 to 100. */
  certainty_score?: number;
  /** The text that matched. */
  hit?: string;
  /** Its position in the file. */
  location?: string;
  /**
   * 0 detected, 1 suspicious.
   *
   * @deprecated By the server. Use `certainty`.
   */
  severity?: DlpSeverity;
  /** Whether the file was redacted. */
  tryRedact?: boolean;
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * The result of the removal of metadata.
 *
 * MDDC API Gateway, Fetch Analysis Result: `dlp_info.metadata_removal`.
 */
export interface DlpMetadataRemoval {
  /** Whether the metadata was removed. */
  result?: Open<'removed' | 'not removed' | 'failed to remove'>;
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * The result of the redaction.
 *
 * MDDC API Gateway, Fetch Analysis Result: `dlp_info.redact`.
 */
export interface DlpRedaction {
  /** Whether the matches were blacked out. */
  result?: Open<'redacted' | 'not redacted' | 'failed to redact'>;
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * The result of the watermarking.
 *
 * MDDC API Gateway, Fetch Analysis Result: `dlp_info.watermark`.
 */
export interface DlpWatermark {
  /** Whether the watermark is in the file. */
  result?: Open<'added' | 'not added' | 'failed to add'>;
  /** Other fields of the server. */
  [field: string]: unknown;
}
