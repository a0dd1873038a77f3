import type { Open } from './open.js';

/** How sure Proactive DLP is of what it found. */
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
 * What Proactive DLP found of sensitive data.
 *
 * MDDC API Gateway, Fetch Analysis Result: `dlp_info`.
 */
export interface DlpInfo {
  /** How certain the finding is. */
  certainty?: DlpCertainty;
  /**
   * What went wrong; empty where nothing did. The reference calls it a list and types it as an
   * object, so look at what came.
   */
  errors?: DlpErrors | DlpErrors[];
  /** Name of the processed (redacted, watermarked, …) file, as the workflow rule says. */
  filename?: string;
  /** The matches, by the kind of rule that matched. */
  hits?: DlpHits;
  /** What became of the removal of metadata. */
  metadata_removal?: DlpMetadataRemoval;
  /** What became of the redaction. */
  redact?: DlpRedaction;
  /**
   * Severity of the data loss: 0 certain, 1 possible.
   *
   * @deprecated By the server. Use `certainty`.
   */
  severity?: DlpSeverity;
  /** The overall outcome: 0 clean, 1 found, 2 suspicious, 3 failed, 4 not scanned. */
  verdict?: MatchVerdict;
  /** What became of the watermarking. */
  watermark?: DlpWatermark;
  /** Whatever else the server said. */
  [field: string]: unknown;
}

/**
 * The errors of each of Proactive DLP's jobs.
 *
 * MDDC API Gateway, Fetch Analysis Result: `dlp_info.errors`.
 */
export interface DlpErrors {
  /** What went wrong in the scan. */
  scan?: string;
  /** What went wrong in the redaction. */
  redact?: string;
  /** What went wrong in the watermarking. */
  watermark?: string;
  /** What went wrong in the removal of metadata. */
  metadata_removal?: string;
  /** Whatever else the server said. */
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
  /** Whatever else the server said. */
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
  /** Whatever else the server said. */
  [field: string]: unknown;
}

/**
 * One match. Its texts come out of the file: never put them into a page as HTML.
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
  /** Where in the file it was found. */
  location?: string;
  /**
   * 0 detected, 1 suspicious.
   *
   * @deprecated By the server. Use `certainty`.
   */
  severity?: DlpSeverity;
  /** Whether the file was redacted. */
  tryRedact?: boolean;
  /** Whatever else the server said. */
  [field: string]: unknown;
}

/**
 * What became of the removal of metadata.
 *
 * MDDC API Gateway, Fetch Analysis Result: `dlp_info.metadata_removal`.
 */
export interface DlpMetadataRemoval {
  /** Whether the metadata is gone. */
  result?: Open<'removed' | 'not removed' | 'failed to remove'>;
  /** Whatever else the server said. */
  [field: string]: unknown;
}

/**
 * What became of the redaction.
 *
 * MDDC API Gateway, Fetch Analysis Result: `dlp_info.redact`.
 */
export interface DlpRedaction {
  /** Whether the matches were blacked out. */
  result?: Open<'redacted' | 'not redacted' | 'failed to redact'>;
  /** Whatever else the server said. */
  [field: string]: unknown;
}

/**
 * What became of the watermarking.
 *
 * MDDC API Gateway, Fetch Analysis Result: `dlp_info.watermark`.
 */
export interface DlpWatermark {
  /** Whether the watermark is in the file. */
  result?: Open<'added' | 'not added' | 'failed to add'>;
  /** Whatever else the server said. */
  [field: string]: unknown;
}
