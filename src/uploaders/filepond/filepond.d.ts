/**
 * A plugin for FilePond: {@link FilePondPluginMetaDefender}.
 *
 * @module metadefender-wasm/filepond
 */

import type { FilePondFile } from 'filepond';
import type { ErrorCode, MetaDefender, Scan } from 'metadefender-wasm';
import type { PluginScanOptions } from './uploaders.js';

export type { PluginScanOptions } from './uploaders.js';

/** The options that the plugin adds to FilePond. */
export interface FilePondScanOptions {
  /** Whether files are scanned. @defaultValue true */
  allowScan?: boolean;
  /**
   * The connection for the scans: a function that returns the result of `connect()`. It is called when the first file is scanned, and called
   * again if it failed. In a page, let a proxy add the API key.
   */
  scanConnection?: () => MetaDefender | PromiseLike<MetaDefender>;
  /** Options of each scan: `rule`, `upload: false`, `timeout`, … */
  scanOptions?: PluginScanOptions;
  /** How many files are scanned at once. @defaultValue 3 */
  scanConcurrency?: number;
  /** What happens to a blocked file: it stays in the list as invalid, with the reason, or it is removed. @defaultValue `'mark'` */
  scanBlockedFiles?: 'mark' | 'remove';
  /**
   * What is added to the metadata of an allowed file, and so sent with its upload.
   * @defaultValue `metadefenderVerdict`, `metadefenderReason`, `metadefenderDataId` and `metadefenderSha256`
   */
  scanToMetadata?: (scan: Scan) => Record<string, unknown>;
  /** Is called when a file was scanned, with any verdict. */
  onscanfile?: ((scan: Scan, file: FilePondFile) => void) | null;
  /** The state of a file that is being scanned. @defaultValue `'Checking for malware'` */
  labelFileScanning?: string;
  /** Why the form cannot be submitted during a scan. @defaultValue `'Please wait: files are still being checked.'` */
  labelFileScanningField?: string;
  /** The state of a blocked file. @defaultValue `'Blocked'` */
  labelFileBlocked?: string;
  /** The state of an undetermined file. @defaultValue `'Undetermined'` */
  labelFileUndetermined?: string;
  /** The state of a file that could not be scanned. @defaultValue `'Not checked'` */
  labelFileNotScanned?: string;
  /** The threat that was found; `{threat}` is the service's name for it. @defaultValue `'Found: {threat}.'` */
  labelFileThreat?: string;
  /** Why a scan failed, by the code of its error. */
  labelFileScanErrors?: Partial<Record<ErrorCode, string>> & {
    /** For all other codes. */
    other: string;
  };
  /** Texts for `Scan.reason`. A reason without a text is shown with spaces instead of hyphens. */
  labelFileScanReasons?: Record<string, string>;
}

declare module 'filepond' {
  interface FilePondOptions extends FilePondScanOptions {}
}

/**
 * A plugin for FilePond that scans files when they are added, after validation. Only allowed files are uploaded, or submitted with the form.
 * Blocked files are invalid. For files that are undetermined or could not be scanned, FilePond offers a retry.
 *
 * - If a plugin changes a file before the upload (image transform), the changed file is scanned too, before `server.process` gets it.
 * - Removing or cancelling a file aborts its scan.
 * - The verdict is added to the file's metadata. A page can send anything: the server that receives the file has to check again.
 *
 * @example
 * import * as FilePond from 'filepond';
 * import { connect } from 'metadefender-wasm';
 * import { FilePondPluginMetaDefender } from 'metadefender-wasm/filepond';
 *
 * FilePond.registerPlugin(FilePondPluginMetaDefender);
 * FilePond.create(document.querySelector('input'), {
 *   scanConnection: () => connect({ baseUrl: '/scan' }),
 *   server: '/upload',
 * });
 */
export function FilePondPluginMetaDefender(filePond: any): {
  /** The plugin's options, for FilePond. */
  options: object;
};
export default FilePondPluginMetaDefender;
