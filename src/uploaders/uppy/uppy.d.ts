/**
 * A plugin for Uppy: {@link MetaDefenderScan}.
 *
 * @module metadefender-wasm/uppy
 */

import { BasePlugin } from '@uppy/core';
import type { Body, Meta, PluginOpts, Uppy, UppyFile } from '@uppy/core';
import type { MetaDefenderError, Scan } from 'metadefender-wasm';
import type { ConnectionOption, PluginScanOptions } from './uploaders.js';

export type { ConnectionOption, PluginScanOptions } from './uploaders.js';

/** A text for each plural form, as in Uppy's locales. */
export type UppyPlural = { [form: number]: string };

/**
 * The texts, with placeholders such as `%{reason}`. The names of texts for errors are `scanError-` and a code of `MetaDefenderError`, or
 * `cancelled`, `missing` or `remote`. The names of texts for reasons are `scanReason-` and a `reason` of `Scan`.
 */
export type MetaDefenderScanStrings = {
  /** The progress, with `%{done}` and `%{smart_count}`. */
  scanningFiles: UppyPlural;
  /** The state of a blocked file. */
  scanStateBlocked: string;
  /** The state of an undetermined file. */
  scanStateUndetermined: string;
  /** The state of a file that could not be scanned. */
  scanStateFailed: string;
  /** The threat that was found, with `%{threat}`: the service's name for it. */
  scanThreat: string;
  /** The message about removed files, with `%{file}` or `%{smart_count}`. */
  scanRemoved: UppyPlural;
  /** The message about refused files, with `%{file}` or `%{smart_count}`. */
  scanRefused: UppyPlural;
  /** Texts for errors and reasons. */
  [text: string]: string | UppyPlural;
};

/** What is added to the `meta` of an upload, unless the option `toMeta` changes it. */
export type VerdictMeta = {
  /** The verdict; `unscanned` for a remote file with `remoteFiles: 'upload-unscanned'`. */
  metadefenderVerdict: 'allowed' | 'unscanned';
  /** The reason for the verdict, as {@link Scan.reason}. */
  metadefenderReason?: string;
  /** The analysis, as {@link Scan.dataId}. */
  metadefenderDataId?: string;
  /** The SHA-256 of the scanned content, in lower-case hexadecimal digits. */
  metadefenderSha256?: string;
};

/** Options of {@link MetaDefenderScan}. */
export type MetaDefenderScanOptions<M extends Meta = any, B extends Body = any> = PluginOpts & {
  /** The connection for the scans. In a page, let a proxy add the API key. */
  connection: ConnectionOption;
  /** Options of each scan: `rule`, `upload: false`, `timeout`, … */
  scanOptions?: PluginScanOptions;
  /** How many files are scanned at once. @defaultValue 3 */
  concurrency?: number;
  /**
   * What happens to a blocked file: it stays in the list, marked as failed and with the reason, or it is removed, with a message. It is never
   * uploaded.
   * @defaultValue `'mark'`
   */
  blockedFiles?: 'mark' | 'remove';
  /**
   * What happens to files of Uppy's providers (Google Drive, URL, …), whose content never reaches the page: they are refused, or uploaded
   * unscanned, for a server that scans every file it receives.
   * @defaultValue `'refuse'`
   */
  remoteFiles?: 'refuse' | 'upload-unscanned';
  /**
   * What is added to the `meta` of an allowed file, and so sent with its upload; `false` for nothing. If the uploader has
   * `allowedMetaFields`, add the fields there too.
   * @defaultValue the fields of {@link VerdictMeta}
   */
  toMeta?: false | ((scan: Scan, file: UppyFile<M, B>) => Record<string, unknown>);
  /** Texts, in the form of Uppy's locales. */
  locale?: {
    /** The texts to replace. */
    strings: Partial<MetaDefenderScanStrings>;
    /** The plural form of a number. */
    pluralize?: (n: number) => number;
  };
};

/** Why a file is not uploaded: the error of the event `restriction-failed`. */
export class FileRefusedError extends Error {
  /** The name of the class. */
  readonly name: 'FileRefusedError';
  /** The state of the file. `failed`: there is no verdict, for the reason in `cause`, or because there is no content to scan. */
  readonly state: 'blocked' | 'undetermined' | 'failed';
  /** The scan, if there is a verdict. */
  readonly scan?: Scan;
  /** Why the scan failed, if it did. */
  readonly cause?: MetaDefenderError;
}

/**
 * A preprocessor for Uppy that scans files before they are uploaded. Only allowed files reach the uploader (tus, XHR, AWS S3, …). Uppy shows
 * files that are blocked, undetermined or could not be scanned as failed, with the reason and a retry button.
 *
 * - It scans the content that is there when the upload begins, after compressors and editors. Content that changes during the scan is scanned
 *   again. A retry scans only files that are not allowed yet.
 * - Uploads restored by Golden Retriever, and files that are added again, are scanned again.
 * - Removing or cancelling a file aborts its scan.
 * - The verdict is added to the file's `meta`. A page can send anything: the server that receives the file has to check again.
 *
 * Throws `invalid-input` for invalid options.
 *
 * @example
 * import Uppy from '@uppy/core';
 * import Tus from '@uppy/tus';
 * import { connect } from 'metadefender-wasm';
 * import { MetaDefenderScan } from 'metadefender-wasm/uppy';
 *
 * const uppy = new Uppy()
 *   .use(MetaDefenderScan, { connection: () => connect({ baseUrl: '/scan' }) })
 *   .use(Tus, { endpoint: '/files/' });
 */
export class MetaDefenderScan<M extends Meta, B extends Body> extends BasePlugin<
  MetaDefenderScanOptions<M, B>,
  M,
  B
> {
  /** Is called by `uppy.use()`. */
  constructor(uppy: Uppy<M, B>, options: MetaDefenderScanOptions<M, B>);
}
export default MetaDefenderScan;

declare module '@uppy/core' {
  interface UppyEventMap<M extends Meta, B extends Body> {
    /** A file was scanned, with any verdict. */
    'metadefender:verdict': (file: UppyFile<M, B>, scan: Scan) => void;
  }
  interface PluginTypeRegistry<M extends Meta, B extends Body> {
    MetaDefenderScan: MetaDefenderScan<M, B>;
  }
}
