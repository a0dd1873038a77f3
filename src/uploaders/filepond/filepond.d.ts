import type { FilePondFile } from 'filepond';
import type { ErrorCode, MetaDefender, Scan } from 'metadefender-wasm';
import type { PluginScanOptions } from './uploaders.js';

export type { PluginScanOptions } from './uploaders.js';

/** The options that FilePond has by the plugin. */
export interface FilePondScanOptions {
  /** Whether files are scanned. @defaultValue true */
  allowScan?: boolean;
  /**
   * By which connection files are scanned: a function that answers what `connect()` does. It is asked when the first file is scanned, and again
   * where it failed. In a page the key is for a proxy to add.
   */
  scanConnection?: () => MetaDefender | PromiseLike<MetaDefender>;
  /** The options of each scan: `rule`, `upload: false`, `timeout`, … */
  scanOptions?: PluginScanOptions;
  /** How many files are scanned at once. @defaultValue 3 */
  scanConcurrency?: number;
  /** What becomes of a file that is blocked: it stays as one that is not valid, with the reason, or it is removed. @defaultValue `'mark'` */
  scanBlockedFiles?: 'mark' | 'remove';
  /**
   * What is added to the metadata of a file that is allowed, and so travels with its upload: `metadefenderVerdict`, `metadefenderReason`,
   * `metadefenderDataId` and `metadefenderSha256` unless told.
   */
  scanToMetadata?: (scan: Scan) => Record<string, unknown>;
  /** A file was scanned, whatever the verdict is. */
  onscanfile?: ((scan: Scan, file: FilePondFile) => void) | null;
  /** @defaultValue `'Checking for malware'` */
  labelFileScanning?: string;
  /** Why a form cannot be sent right now. @defaultValue `'Please wait: files are still being checked.'` */
  labelFileScanningField?: string;
  /** @defaultValue `'Blocked'` */
  labelFileBlocked?: string;
  /** @defaultValue `'Undetermined'` */
  labelFileUndetermined?: string;
  /** @defaultValue `'Not checked'` */
  labelFileNotScanned?: string;
  /** What was found; `{threat}` is as the service names it. @defaultValue `'Found: {threat}.'` */
  labelFileThreat?: string;
  /** Why a scan failed, by the code of its error; `other` is for those that are not named. */
  labelFileScanErrors?: Partial<Record<ErrorCode, string>> & { other: string };
  /** `Scan.reason` in words; one that is not named is shown with its hyphens as spaces. */
  labelFileScanReasons?: Record<string, string>;
}

declare module 'filepond' {
  interface FilePondOptions extends FilePondScanOptions {}
}

/**
 * Has FilePond's files scanned as they are added, after they were validated. What is allowed becomes a file that is uploaded, or sent with the form;
 * what is blocked is not valid; what is undetermined, or could not be scanned, FilePond offers to try again. None of these ever is a file that can be uploaded.
 *
 * - Where a plugin changes a file before it is uploaded (image transform), what it made is scanned as well, before `server.process` gets it.
 * - A file that is removed, or cancelled, ends its scan.
 * - The verdict is added to the file's metadata. A page can be made to say anything: the server that receives the file asks again.
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
export function FilePondPluginMetaDefender(filePond: any): { options: object };
export default FilePondPluginMetaDefender;
