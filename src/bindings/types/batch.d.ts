import type { MetaDefenderError } from '../error.js';
import type { Open } from './open.js';
import type { ProcessingResultCode, ProcessingResultName } from './processing-result.js';
import type {
  AnalyzeOptions,
  CallOptions,
  CertificateOptions,
  PageOptions,
  PagesOptions,
  Source,
  WaitOptions,
} from './options.js';
import type { Scan, Submission } from './scan.js';

/**
 * A batch of files. MDDC API Gateway, *Batch*. To continue with it in another page load, use its id: `metadefender.batch(id)`.
 */
export interface Batch {
  /** The batch identifier. */
  readonly id: string;

  /** Submits a file to the batch: `POST /file` with the header `batch`. */
  add(source: Source, options?: AnalyzeOptions): Promise<Submission>;

  /**
   * Closes the batch, so that no more files can be added. The server refuses while files are being processed; the call retries until it
   * succeeds or `timeout` runs out.
   * *Close Batch*: `POST /file/batch/{batchId}/close`.
   */
  close(options?: WaitOptions): Promise<BatchStatus>;

  /** The status, with one page of the files. *Status of Batch Analysis*: `GET /file/batch/{batchId}`. */
  status(options?: CallOptions & PageOptions): Promise<BatchStatus>;

  /** Iterates over all files, page by page. */
  files(options?: PagesOptions): AsyncIterable<BatchFile>;

  /** Polls the status until all files are analysed. Rejects with `timeout` if it takes too long. */
  wait(options?: WaitOptions): Promise<BatchStatus>;

  /**
   * The signed report of a closed batch, as YAML.
   * *Download Signed Batch Result*: `GET /file/batch/{batchId}/certificate`.
   */
  certificate(options?: CertificateOptions): Promise<string>;

  /**
   * Cancels the running analyses, and closes the batch.
   * *Cancel Batch*: `POST /file/batch/{batchId}/cancel`.
   */
  cancel(options?: CallOptions): Promise<void>;
}

/** The outcome of scanning several files. */
export interface BatchScan {
  /** The worst verdict of the files and the batch. **Trust only `allowed`.** */
  verdict: Scan['verdict'];
  /** The id of the batch, if a file had to be analysed and the service has batches. */
  batchId?: string;
  /** The status of the batch after it was closed. */
  status?: BatchStatus;
  /** Why the batch could not be closed, if so. */
  error?: MetaDefenderError;
  /** The files, in the given order. A failed file does not affect the others. */
  files: {
    /** Its name; empty if it has none. */
    filename: string;
    /** Its verdict; `undetermined` if it could not be scanned. */
    verdict: Scan['verdict'];
    /** Its scan. */
    scan?: Scan;
    /** Why there is no scan. */
    error?: MetaDefenderError;
  }[];
}

/** The status of a batch. MDDC API Gateway, *Status of Batch Analysis*. */
export interface BatchStatus {
  /** The batch unique identifier. */
  batch_id?: string;
  /** Whether no more files can be added. */
  is_closed?: boolean;
  /** The files of one page. */
  batch_files?: BatchFiles;
  /** Overall batch process result. */
  process_info?: BatchProcessInfo;
  /** Analysis result of the batch as a whole. */
  scan_results?: BatchScanResults;
  /** The name given at the batch's creation. */
  user_data?: string;
  /** Other fields of the server. */
  [field: string]: unknown;
}

/** `batch_files`. */
export interface BatchFiles {
  /** The total number of files in the batch. */
  batch_count?: number;
  /** The files of this page. */
  files_in_batch?: BatchFile[];
  /** The index of the first of them. */
  first_index?: number;
  /** The number of entries per page. */
  page_size?: number;
  /** Other fields of the server. */
  [field: string]: unknown;
}

/** One of `batch_files.files_in_batch`. */
export interface BatchFile {
  /** Unique identifier of the file's analysis. */
  data_id?: string;
  /** How many engines detected a threat. */
  detected_by?: number;
  /** The name of the file, maybe percent-encoded. Never put it into HTML. */
  display_name?: string;
  /** Size in bytes. */
  file_size?: number;
  /** MIME type. */
  file_type?: string;
  /** The file type in words. */
  file_type_description?: string;
  /** The analysis summary. */
  process_info?: BatchFileProcessInfo;
  /** Analysis progress, until it reaches 100. */
  progress_percentage?: number;
  /** The processing result in words, for showing. */
  scan_all_result_a?: Open<ProcessingResultName>;
  /** The processing result as index, which decides. */
  scan_all_result_i?: ProcessingResultCode | (number & {});
  /** How many engines analysed the file. */
  scanned_with?: number;
  /** Other fields of the server. */
  [field: string]: unknown;
}

/** `process_info` of one file of a batch. */
export interface BatchFileProcessInfo {
  /** Why the file is blocked, if so. Never put it into HTML. */
  blocked_reason?: string;
  /** Percentage of processing completed. */
  progress_percentage?: number;
  /** The final result. */
  result?: Open<'Allowed' | 'Blocked' | 'Processing'>;
  /** Aggregated list of potential issues. */
  verdicts?: string[];
  /** Other fields of the server. */
  [field: string]: unknown;
}

/** `process_info` of a batch. */
export interface BatchProcessInfo {
  /** Why the batch is blocked, if so. Never put it into HTML. */
  blocked_reason?: string;
  /** Whether the type of the file was configured to skip scanning. */
  file_type_skipped_scan?: boolean;
  /** The used rule name. */
  profile?: string;
  /** The final result. */
  result?: Open<'Allowed' | 'Blocked' | 'Processing'>;
  /** Identifier of the client that called the API. */
  user_agent?: string;
  /** The user who submitted the batch. */
  username?: string;
  /** Other fields of the server. */
  [field: string]: unknown;
}

/** `scan_results` of a batch. */
export interface BatchScanResults {
  /** The batch unique identifier. */
  batch_id?: string;
  /** The processing result in words, for showing. */
  scan_all_result_a?: Open<ProcessingResultName>;
  /** The processing result as index, which decides. */
  scan_all_result_i?: ProcessingResultCode | (number & {});
  /** Timestamp when the processing started. */
  start_time?: string;
  /** Always 0: a batch is not processed by engines. */
  total_avs?: number;
  /** Time elapsed, in ms. */
  total_time?: number;
  /** Other fields of the server. */
  [field: string]: unknown;
}
