import type { Open } from './open.js';

/**
 * The processing after the scan: sanitisation (Deep CDR) and post actions. It is `{}` if there was
 * none.
 *
 * MDDC API Gateway, Fetch Analysis Result: `process_info.post_processing`.
 */
export interface PostProcessing {
  /** Actions that failed, separated by `|`; empty if none did. */
  actions_failed?: string;
  /** Actions that succeeded, separated by `|`; empty if none did. */
  actions_ran?: string;
  /** Name of the sanitised file. */
  converted_destination?: string;
  /** File type the sanitisation produced. */
  converted_to?: string;
  /**
   * The destination of a post action, by its name. The reference describes it like `converted_to`, as
   * the type that the sanitisation produced.
   */
  copy_move_destination?: string;
  /** The details of Deep CDR, if it ran. */
  sanitization_details?: SanitizationDetails;
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * The result of Deep CDR.
 *
 * MDDC API Gateway, Fetch Analysis Result: `process_info.post_processing.sanitization_details`.
 */
export interface SanitizationDetails {
  /** Time the sanitisation took, in milliseconds. */
  cdr_wait_time?: number;
  /** Whether it succeeded, in words. */
  description?: string;
  /** The objects it sanitised or removed; a bare object or a message from some servers. */
  details?: SanitizationDetail[] | SanitizationDetail | string;
  /** Class of the error, if it failed. */
  failure_category?: string;
  /** `Sanitized skipped`: left alone, for instance because it is digitally signed. */
  result?: Open<'Sanitized' | 'Sanitized failed' | 'Sanitized skipped'>;
  /** Hash of a template of the server's web console, for its own use. */
  result_template_hash?: string;
  /** The sanitised file, if one file or a whole archive was sanitised. */
  sanitized_file_info?: SanitizedFileInfo;
  /** Whether Deep CDR recommends to block the file; it is not the verdict on the file. */
  verdict?: Open<'blocked' | 'allowed'>;
  /** Why. */
  verdict_explanations?: string[];
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * One kind of object that Deep CDR sanitised or removed; for an embedded file, `details` has what
 * was done in there.
 *
 * MDDC API Gateway, Fetch Analysis Result:
 * `process_info.post_processing.sanitization_details.details`, and the `details` in it.
 */
export interface SanitizationDetail {
  /** What was done. */
  action?: Open<'sanitized' | 'removed'>;
  /** How many objects it was done to. */
  count?: number;
  /** The objects of an embedded file; a list, one object or a message. */
  details?: SanitizationDetail[] | SanitizationDetail | string;
  /** Whether it succeeded, in words. */
  description?: string;
  /** Name of the embedded file, if it is one. */
  file_name?: string;
  /** More about the object. */
  object_details?: string[];
  /** Kind of the object, such as a macro or a hyperlink. */
  object_name?: string;
  /** Other fields of the server. */
  [field: string]: unknown;
}

/**
 * The sanitised file.
 *
 * MDDC API Gateway, Fetch Analysis Result:
 * `process_info.post_processing.sanitization_details.sanitized_file_info`.
 */
export interface SanitizedFileInfo {
  /** Size in bytes. */
  file_size?: number;
  /** SHA-256, in hexadecimal. */
  sha256?: string;
  /** Other fields of the server. */
  [field: string]: unknown;
}
