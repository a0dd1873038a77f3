/**
 * The form element `<metadefender-upload>`. Importing the module defines it.
 *
 * @module metadefender-wasm/element
 */

import type {
  ConnectOptions,
  MetaDefender,
  MetaDefenderError,
  Progress,
  Scan,
  ScanOptions,
} from './index.js';
import type { Messages } from './messages.js';

export type { Messages, Plural } from './messages.js';

/**
 * The state of a file.
 *
 * - `waiting`: it waits for its turn.
 * - `scanning`: it is being hashed, looked up, uploaded or analysed; see {@link UploadItem.progress}.
 * - `allowed`: it may be trusted. Only allowed files are submitted by the form.
 * - `blocked`, `undetermined`: it may not be trusted; see {@link UploadItem.scan}.
 * - `failed`: the scan ended without a verdict; see {@link UploadItem.error}.
 * - `cancelled`: by the user, or by `cancel`.
 * - `refused`: it was not scanned, as the attributes do not allow it; see {@link UploadItem.refusal}.
 */
export type UploadState =
  | 'waiting'
  | 'scanning'
  | 'allowed'
  | 'blocked'
  | 'undetermined'
  | 'failed'
  | 'cancelled'
  | 'refused';

/** Why a file was refused: its type is not in `accept`, it is over `max-size` or under `min-size`, or it is empty. */
export type Refusal = 'type' | 'size' | 'small' | 'empty';

/** A file in the element. The object changes while the file is scanned. */
export interface UploadItem {
  /** Its name, which anybody may have chosen: never put it into HTML. */
  readonly name: string;
  /** Its path within the folder that was chosen or dropped; its name without a folder. */
  readonly path: string;
  /** Its size in bytes. */
  readonly size: number;
  /**
   * The file. It is missing if the page was reloaded during the scan: the analysis continues, but the user has to
   * choose the file again to submit it.
   */
  readonly file?: File;
  /** Its state. */
  readonly state: UploadState;
  /** The progress of a running scan. */
  readonly progress?: Progress;
  /** The result, in the states `allowed`, `blocked` and `undetermined`. */
  readonly scan?: Scan;
  /** The error, in the state `failed`. */
  readonly error?: MetaDefenderError;
  /** Why it was refused, in the state `refused`. */
  readonly refusal?: Refusal;
  /** The id of the analysis, once there is one. */
  readonly dataId?: string;
}

/** A file that the server has already, for forms that edit existing data. */
export interface KeptFile {
  /** The server's id of the file, which the form submits. */
  readonly id: string;
  /** Its name, which anybody may have chosen: never put it into HTML. */
  readonly name: string;
  /** The address of the file: its name becomes a link. `http:`, `https:` or `blob:`. */
  readonly href?: string;
  /** Its size in bytes. */
  readonly size?: number;
}

/** The events of the element. They bubble and are composed. */
export interface MetadefenderUploadEventMap {
  /** A scan has made progress; at most 20 times a second for each file. */
  'metadefender-progress': CustomEvent<{ item: UploadItem; progress: Progress }>;
  /** A scan has ended with a verdict. */
  'metadefender-verdict': CustomEvent<{ item: UploadItem; scan: Scan }>;
  /** A scan has failed. A cancelled scan is not an error. */
  'metadefender-error': CustomEvent<{ item: UploadItem; error: MetaDefenderError }>;
  /** Files were added or removed, or what the form submits has changed. */
  change: Event;
}

/** The attributes of the element. */
export interface MetadefenderUploadAttributes {
  /**
   * The name by which the form submits the files. With them, in the same order, go their SHA-256 and
   * data ids: as `attachment-sha256` and `attachment-data-id` where it is `attachment`, as
   * `attachment-sha256[]` and `attachment-data-id[]` where it is `attachment[]`.
   */
  name?: string;
  /** {@link ConnectOptions.baseUrl}: a path such as `/scan`, where a proxy adds the key. */
  'base-url'?: string;
  /** {@link ConnectOptions.api}. Default `cluster`. */
  api?: 'cluster' | 'cloud-v2' | 'cloud-v4';
  /** {@link ConnectOptions.credentials}: when the browser sends cookies. Default `same-origin`. */
  credentials?: 'omit' | 'same-origin' | 'include';
  /**
   * {@link ConnectOptions.responseTimeout}: how many ms the server may take to respond after the last byte of an
   * upload, plus 1 s for each MiB. Default 150 000.
   */
  'response-timeout'?: string | number;
  /** The rule of the analyses. Default: the server's. */
  rule?: string;
  /** Whether several files are allowed. Each choice then adds to them; without it, a choice replaces the file. */
  multiple?: boolean;
  /**
   * Whether there is a second button that adds all files of a folder with their paths. It needs `multiple`, and a
   * browser that can choose folders.
   */
  directory?: boolean;
  /**
   * Whether a phone takes a picture or a video instead of choosing a file: `environment` with the rear camera, `user`
   * with the front camera. The same as for `<input type=file>`, with `accept="image/*"`.
   */
  capture?: 'user' | 'environment' | '' | boolean;
  /**
   * The accepted types of files, as for `<input type=file>`: `.pdf, image/*, text/plain`. As there, the name and the
   * type that the system reports count, not the content. If the system reports no type or another one, the extension
   * decides: `text/csv` and `image/*` accept `.csv` and `.heic`.
   */
  accept?: string;
  /** The largest file: bytes, or a number with a unit, `25 MB` or `25 MiB`. Default: any size. */
  'max-size'?: string | number;
  /** The smallest file, as for `max-size`. Default: one byte. */
  'min-size'?: string | number;
  /**
   * The largest total size of all files, as for `max-size`. Files beyond it are left out, as are those beyond
   * `max-files`. Default: any size.
   */
  'max-total-size'?: string | number;
  /** The most files. Refused files do not count. Default: any number. */
  'max-files'?: string | number;
  /** How many files are scanned at once. Default 3. */
  concurrency?: string | number;
  /**
   * How long scans continue after the element was removed from the document, in ms: it may be moved, or hidden by a
   * framework (Vue's `KeepAlive`). If it comes back in time, it has their verdicts; otherwise the scans are cancelled.
   * `0` cancels them at once, unless the element is only moved. Default 60000.
   */
  'detach-timeout'?: string | number;
  /**
   * Whether files are only looked up by their hash and never uploaded. A file that was never analysed then fails with
   * `not-found` and cannot be submitted.
   */
  'hash-only'?: boolean;
  /** Whether the form needs a file. */
  required?: boolean;
  /**
   * Whether the form may be submitted while files are being scanned. The submission is then held, after the other
   * fields were checked, and sent with its button once all files are allowed; otherwise a notice says why it was not
   * sent. Meanwhile the element is valid and has `:state(held)`. A button with `formnovalidate` is not held. Without
   * this attribute, the form cannot be submitted during scans.
   */
  'submit-when-done'?: boolean;
  /** Whether the browser asks before the page is left while a file is being read or scanned. */
  'confirm-leave'?: boolean;
  /** Whether the element is disabled and not submitted. */
  disabled?: boolean;
  /**
   * The language of its texts: `en`, or one that was imported, such as `metadefender-wasm/element/de`.
   * Default: that of the nearest ancestor with a `lang`, as it is when the element comes into the page.
   */
  lang?: string;
}

/**
 * What a framework passes to the element: its attributes, and the properties without an attribute. React, Vue and
 * Svelte know their types if you import `metadefender-wasm/element/react`, `/vue` or `/svelte` instead of
 * `metadefender-wasm/element`.
 */
export interface MetadefenderUploadProps extends MetadefenderUploadAttributes {
  /** {@link MetadefenderUpload.connection} */
  connection?: MetaDefender | PromiseLike<MetaDefender> | null;
  /** {@link MetadefenderUpload.headers} */
  headers?: MetadefenderUpload['headers'];
  /** {@link MetadefenderUpload.scanOptions} */
  scanOptions?: MetadefenderUpload['scanOptions'];
  /** {@link MetadefenderUpload.messages} */
  messages?: MetadefenderUpload['messages'];
  /** {@link MetadefenderUpload.keptFiles} */
  keptFiles?: Iterable<KeptFile> | null;
}

/**
 * `<metadefender-upload>`: a form control like `<input type=file>` that scans files as they are chosen, and blocks the
 * form while a scan is running or a file is not `allowed`. It only submits allowed files.
 *
 * Each property with the name of an attribute reflects it, as for `<input>`.
 *
 * A check in a page is a convenience for its user, who can bypass it: the server that receives the files has to check
 * them too.
 *
 * @slot label - The text that invites to drop files.
 * @slot hint - The text beside the button: what is let in.
 * @slot button - The text of the button that opens the browser's dialog.
 * @slot directory - The text of the button that opens it for a folder.
 *
 * @csspart area - Where files are dropped.
 * @csspart label - The text that invites to drop files.
 * @csspart button - The buttons that open the browser's dialog.
 * @csspart directory - Of them, the one for a folder.
 * @csspart hint - What is let in.
 * @csspart notice - What was left out of the last choice, and why.
 * @csspart list - The files.
 * @csspart row - A file. Beside it, its state is a part: `allowed`, `blocked`, …
 * @csspart kept - Beside it: a file that the server has already.
 * @csspart link - Of such a file, the name that is a link.
 * @csspart name - Its name.
 * @csspart size - Its size.
 * @csspart status - What has become of it, in a word.
 * @csspart reason - Why, in a sentence.
 * @csspart bar - How far its scan is.
 * @csspart threats - What was found in it.
 * @csspart cancel - The button that ends its scan.
 * @csspart retry - The button that scans it again.
 * @csspart remove - The button that takes it out.
 * @csspart summary - How far the files are together.
 *
 * @cssprop --metadefender-text - The colour of texts.
 * @cssprop --metadefender-muted - The colour of texts of less weight.
 * @cssprop --metadefender-surface - The background.
 * @cssprop --metadefender-raised - The background of what stands out of it.
 * @cssprop --metadefender-border - The colour of borders.
 * @cssprop --metadefender-accent - The colour of buttons, of the focus and of progress.
 * @cssprop --metadefender-allowed - The colour of what is allowed.
 * @cssprop --metadefender-blocked - The colour of what is blocked or refused.
 * @cssprop --metadefender-undetermined - The colour of what is undetermined or failed.
 * @cssprop --metadefender-radius - The radius of corners.
 * @cssprop --metadefender-font - The font family.
 * @cssprop --metadefender-list-height - How high the list grows before it scrolls.
 *
 * @cssstate scanning - A scan goes on.
 * @cssstate held - A submission waits for the files.
 * @cssstate dragging - Files are dragged over it.
 * @cssstate empty - There are no files.
 */
export class MetadefenderUpload extends HTMLElement {
  /** It is a form control. */
  static readonly formAssociated: true;

  /** The attribute `name`. */
  name: string;
  /** The attribute `base-url`. */
  baseUrl: string;
  /** The attribute `api`. */
  api: 'cluster' | 'cloud-v2' | 'cloud-v4';
  /** The attribute `credentials`. */
  credentials: 'omit' | 'same-origin' | 'include';
  /** The attribute `response-timeout`, in ms; `undefined` for the default. */
  responseTimeout: number | undefined;
  /** The attribute `rule`. */
  rule: string;
  /** The attribute `multiple`. */
  multiple: boolean;
  /** The attribute `accept`. */
  accept: string;
  /** The attribute `directory`. */
  directory: boolean;
  /** The attribute `capture`; `''` without it. */
  capture: string;
  /** The attribute `min-size`, in bytes. */
  minSize: number;
  /** The attribute `max-size`, in bytes; `Infinity` for any size. */
  maxSize: number;
  /** The attribute `max-total-size`, in bytes; `Infinity` for any size. */
  maxTotalSize: number;
  /** The attribute `max-files`; `Infinity` for any number. */
  maxFiles: number;
  /** The attribute `concurrency`. */
  concurrency: number;
  /** The attribute `detach-timeout`, in ms. */
  detachTimeout: number;
  /** The attribute `hash-only`. */
  hashOnly: boolean;
  /** The attribute `required`. */
  required: boolean;
  /** The attribute `submit-when-done`. */
  submitWhenDone: boolean;
  /** The attribute `confirm-leave`. */
  confirmLeave: boolean;
  /** The attribute `disabled`. */
  disabled: boolean;

  /**
   * The connection that scans the files, instead of one made from `base-url`, `api`, `credentials`, `response-timeout`
   * and {@link headers}; for example one with a custom `fetch`.
   *
   * @example
   * upload.connection = connect({ baseUrl: 'https://md.example', headers: { authorization } });
   */
  get connection(): MetaDefender | Promise<MetaDefender> | undefined;
  /** A promise of one is as good; `null` for none. */
  set connection(connection: MetaDefender | PromiseLike<MetaDefender> | null | undefined);
  /**
   * {@link ConnectOptions.headers}: more headers for every request, or a function that is called before each. A change
   * applies from the next scan on.
   *
   * @example
   * upload.headers = async () => ({ authorization: `Bearer ${await token()}` });
   */
  headers: ConnectOptions['headers'];
  /** More options for every scan; `signal` and `onProgress` are set by the element. */
  scanOptions: Omit<ScanOptions, 'signal' | 'onProgress'>;
  /** Texts that replace those of the language. */
  messages: Partial<Messages>;

  /**
   * The files that the server has already. Each has a row, and is kept unless the user removes it or, without
   * `multiple`, chooses another file. They count for `required` and `max-files`. The ids of the kept files are
   * submitted as `attachment-kept` where `name` is `attachment`, as `attachment-kept[]` where it is
   * `attachment[]`. A reset of the form restores them; `clear` removes them too.
   *
   * @example
   * upload.keptFiles = [{ id: '7', name: 'contract.pdf', href: '/files/7', size: 48_200 }];
   */
  get keptFiles(): readonly KeptFile[];
  /** `null` for none. */
  set keptFiles(files: Iterable<KeptFile> | null | undefined);
  /** The files, in the order in which they were added. */
  readonly items: readonly UploadItem[];
  /** The files that the form submits: those that are `allowed`. */
  readonly files: readonly File[];

  /**
   * Adds files as if the user had chosen them. Among several files and in folders, system files are left out:
   * `.DS_Store`, `Thumbs.db`, `desktop.ini`, `._name`, `~$name`, everything in `__MACOSX`.
   *
   * They are in `items` at once, unless one has the path of another file: then the two are compared first, and the form
   * waits. A file with the same size, time and bytes is left out. If the other file has changed on disk, so that it can
   * no longer be read, the new one replaces it.
   */
  addFiles(files: Iterable<File>): void;
  /** Opens the browser's file dialog; it needs a click or a key press of the user. */
  showPicker(): void;
  /**
   * Cancels the scan of an item, whether it is running or waiting; without an argument, of all items. This and the next
   * two methods also accept a proxy of an item, such as one from a list in Vue's `reactive`. They throw `invalid-input`
   * for anything that was never an item of this element, and ignore an item that was removed.
   */
  cancel(item?: UploadItem): void;
  /** Scans a file again that has failed, was cancelled, or is undetermined. */
  retry(item: UploadItem): void;
  /** Removes a file and cancels its scan. */
  removeFile(item: UploadItem): void;
  /** Removes all files. */
  clear(): void;

  /** The form it belongs to. */
  readonly form: HTMLFormElement | null;
  /** Its `<label>`s. */
  readonly labels: NodeList;
  /** `'metadefender-upload'`. */
  readonly type: string;
  /** As of every form control. */
  readonly validity: ValidityState;
  /** Why the form cannot be submitted, as of every form control; `''` where it can. */
  readonly validationMessage: string;
  /** Whether the form is validated by it, as of every form control. */
  readonly willValidate: boolean;
  /** Whether it is valid, as of every form control. */
  checkValidity(): boolean;
  /** The same, and the browser tells the user why it is not. */
  reportValidity(): boolean;
  /** Sets a custom reason why the form cannot be submitted; an empty text clears it. */
  setCustomValidity(message: string): void;

  /** Listens to an event of the element. */
  addEventListener<Name extends keyof MetadefenderUploadEventMap>(
    type: Name,
    listener: (this: MetadefenderUpload, event: MetadefenderUploadEventMap[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  /** Listens to an event of every element. */
  addEventListener<Name extends keyof HTMLElementEventMap>(
    type: Name,
    listener: (this: MetadefenderUpload, event: HTMLElementEventMap[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  /** Listens to any other event. */
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/**
 * Adds a language for all elements with this `lang`, or changes some of its texts.
 *
 * @param lang a BCP 47 tag: `de`, or `de-CH`, which falls back to `de`
 */
export function addMessages(lang: string, messages: Partial<Messages>): void;

declare global {
  interface HTMLElementTagNameMap {
    'metadefender-upload': MetadefenderUpload;
  }
}
