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
 * Files in a group. MDDC API Gateway, *Batch*. Its id takes it up again, in another page load too:
 * `metadefender.batch(id)`.
 */
export interface Batch {
  /** The batch identifier. */
  readonly id: string;

  /** Submits a file to the batch: `POST /file` with the header `batch`. */
  add(source: Source, options?: AnalyzeOptions): Promise<Submission>;

  /**
   * Closes the batch, so that no more files can be added. That fails while files of it are being
   * processed, and is tried again until it succeeds or `timeout` is over.
   * *Close Batch*: `POST /file/batch/{batchId}/close`.
   */
  close(options?: WaitOptions): Promise<BatchStatus>;

  /** The status, with one page of the files. *Status of Batch Analysis*: `GET /file/batch/{batchId}`. */
  status(options?: CallOptions & PageOptions): Promise<BatchStatus>;

  /** Walks through all files, asking for a page when it is come to. */
  files(options?: PagesOptions): AsyncIterable<BatchFile>;

  /** Asks for the status until every file is analysed to its end. Rejects with `timeout`. */
  wait(options?: WaitOptions): Promise<BatchStatus>;

  /**
   * The signed report, as YAML, of a batch that is closed.
   * *Download Signed Batch Result*: `GET /file/batch/{batchId}/certificate`.
   */
  certificate(options?: CertificateOptions): Promise<string>;

  /**
   * Calls off what still goes on, and closes the batch.
   * *Cancel Batch*: `POST /file/batch/{batchId}/cancel`.
   */
  cancel(options?: CallOptions): Promise<void>;
}

/** The outcome of scanning several files. */
export interface BatchScan {
  /** The worst of the files' verdicts and of the batch's own. **Only `allowed` may be trusted.** */
  verdict: Scan['verdict'];
  /** The batch, if a file had to be analysed and the service has batches. */
  batchId?: string;
  /** The status of the batch after it was closed. */
  status?: BatchStatus;
  /** Why the batch could not be closed, if so. */
  error?: MetaDefenderError;
  /** Each file, in the order given. What failed for one says nothing of the others. */
  files: {
    /** Its name; empty where it has none. */
    filename: string;
    /** Its verdict; `undetermined` where it could not be scanned. */
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
  /** Whatever else the server said. */
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
  /** Whatever else the server said. */
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
  /** Whatever else the server said. */
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
  /** Whatever else the server said. */
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
  /** Whatever else the server said. */
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
  /** Whatever else the server said. */
  [field: string]: unknown;
}
