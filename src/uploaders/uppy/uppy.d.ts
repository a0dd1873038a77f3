import { BasePlugin } from '@uppy/core';
import type { Body, Meta, PluginOpts, Uppy, UppyFile } from '@uppy/core';
import type { MetaDefenderError, Scan } from 'metadefender-wasm';
import type { ConnectionOption, PluginScanOptions } from './uploaders.js';

export type { ConnectionOption, PluginScanOptions } from './uploaders.js';

/** A text, or one for each form of its number, as Uppy's locales have them. */
export type UppyPlural = { [form: number]: string };

/**
 * The texts, with placeholders as `%{reason}`. Those that begin with `scanError-` go on with a code of `MetaDefenderError`, or `cancelled`, `missing`
 * or `remote`; those that begin with `scanReason-` with a `reason` of `Scan`.
 */
export type MetaDefenderScanStrings = {
  /** `%{done}` of `%{smart_count}` files. */
  scanningFiles: UppyPlural;
  scanStateBlocked: string;
  scanStateUndetermined: string;
  scanStateFailed: string;
  /** `%{threat}`, as the service names it. */
  scanThreat: string;
  /** `%{file}`, or `%{smart_count}` files. */
  scanRemoved: UppyPlural;
  /** `%{file}`, or `%{smart_count}` files. */
  scanRefused: UppyPlural;
  [text: string]: string | UppyPlural;
};

/** What travels with an upload, unless {@link MetaDefenderScanOptions.toMeta} says otherwise. */
export type VerdictMeta = {
  /** `unscanned` with a remote file that an option let through. */
  metadefenderVerdict: 'allowed' | 'unscanned';
  metadefenderReason?: string;
  metadefenderDataId?: string;
  /** Of the content that was scanned, in lower-case hexadecimal digits. */
  metadefenderSha256?: string;
};

export type MetaDefenderScanOptions<M extends Meta = any, B extends Body = any> = PluginOpts & {
  /** By which connection files are scanned. In a page the key is for a proxy to add. */
  connection: ConnectionOption;
  /** The options of each scan: `rule`, `upload: false`, `timeout`, … */
  scanOptions?: PluginScanOptions;
  /** How many files are scanned at once. @defaultValue 3 */
  concurrency?: number;
  /**
   * What becomes of a file that is blocked: it stays in the list, marked as one that failed and with the reason, or it is removed, and a message
   * says so. It is never uploaded.
   * @defaultValue `'mark'`
   */
  blockedFiles?: 'mark' | 'remove';
  /**
   * What becomes of the files of Uppy's providers (Google Drive, URL, …), whose content never comes to this page: they are refused, or
   * uploaded although nobody scanned them, for a server that scans whatever it receives.
   * @defaultValue `'refuse'`
   */
  remoteFiles?: 'refuse' | 'upload-unscanned';
  /**
   * What is added to `meta` of a file that is allowed, and so travels with its upload; `false` for nothing. Where the uploader has
   * `allowedMetaFields`, name the fields there as well.
   * @defaultValue the fields of {@link VerdictMeta}
   */
  toMeta?: false | ((scan: Scan, file: UppyFile<M, B>) => Record<string, unknown>);
  /** Texts, in the form of Uppy's locales. */
  locale?: { strings: Partial<MetaDefenderScanStrings>; pluralize?: (n: number) => number };
};

/** Why a file is not uploaded: what `restriction-failed` tells. */
export class FileRefusedError extends Error {
  readonly name: 'FileRefusedError';
  /** `failed`: no verdict, for the reason in `cause`, or since there is no content to scan. */
  readonly state: 'blocked' | 'undetermined' | 'failed';
  /** The outcome of the scan, where there is one. */
  readonly scan?: Scan;
  /** Why the scan failed, where it did. */
  readonly cause?: MetaDefenderError;
}

/**
 * Has Uppy's files scanned before they are uploaded, as a preprocessor. What is allowed goes on to the uploader (tus, XHR, AWS S3, …); what is
 * blocked, undetermined, or could not be scanned, never does: Uppy shows it as failed, with the reason and a button to try again.
 *
 * - It scans what is there when the upload begins, after compressors and editors; what is changed during the scan is scanned again. A retry
 *   scans only what is not allowed yet.
 * - Uploads that Golden Retriever restores begin with the scan again, as does a file that is chosen anew.
 * - A file that is removed, or cancelled, ends its scan.
 * - The verdict is added to the file's `meta`. A page can be made to say anything: the server that receives the file asks again.
 *
 * Throws `invalid-input` for options that cannot be.
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
  constructor(uppy: Uppy<M, B>, options: MetaDefenderScanOptions<M, B>);
}
export default MetaDefenderScan;

declare module '@uppy/core' {
  interface UppyEventMap<M extends Meta, B extends Body> {
    /** A file was scanned, whatever the verdict is. */
    'metadefender:verdict': (file: UppyFile<M, B>, scan: Scan) => void;
  }
  interface PluginTypeRegistry<M extends Meta, B extends Body> {
    MetaDefenderScan: MetaDefenderScan<M, B>;
  }
}
