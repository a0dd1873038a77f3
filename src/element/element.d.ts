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
 * What has become of a file.
 *
 * - `waiting`: for its turn.
 * - `scanning`: it is hashed, looked up, uploaded or analysed; see {@link UploadItem.progress}.
 * - `allowed`: it may be trusted, and it is part of what the form submits. No other is.
 * - `blocked`, `undetermined`: it may not; see {@link UploadItem.scan}.
 * - `failed`: the scan came to no verdict; see {@link UploadItem.error}.
 * - `cancelled`: by the user, or by `cancel`.
 * - `refused`: it was not scanned, as it is none that the attributes let in; see
 *   {@link UploadItem.refusal}.
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

/** Why a file was not let in: not of a type in `accept`, over `max-size`, under `min-size`, empty. */
export type Refusal = 'type' | 'size' | 'small' | 'empty';

/** One file in the element, as it is now. It changes as the scan goes on. */
export interface UploadItem {
  /** Its name. It comes from whoever made the file: never put it into HTML. */
  readonly name: string;
  /** Its path in the folder that was chosen or dropped; its name where there is none. */
  readonly path: string;
  /** Its size in bytes. */
  readonly size: number;
  /**
   * The file. A page that was reloaded in mid-scan has lost it: the analysis goes on, and the user
   * has to choose the file again before it can be submitted.
   */
  readonly file?: File;
  /** What has become of it. */
  readonly state: UploadState;
  /** How far the scan is, while it goes on. */
  readonly progress?: Progress;
  /** The outcome, in the states `allowed`, `blocked` and `undetermined`. */
  readonly scan?: Scan;
  /** What went wrong, in the state `failed`. */
  readonly error?: MetaDefenderError;
  /** Why it was not let in, in the state `refused`. */
  readonly refusal?: Refusal;
  /** The analysis, once there is one. */
  readonly dataId?: string;
}

/** A file that the server has already, of a form that edits. */
export interface KeptFile {
  /** By which the server knows it: what is submitted. */
  readonly id: string;
  /** Its name. It comes from whoever made the file: never put it into HTML. */
  readonly name: string;
  /** Where it can be looked at; the name is a link then. An address of `http:`, `https:` or `blob:`. */
  readonly href?: string;
  /** Its size in bytes. */
  readonly size?: number;
}

/** The events of the element, by their names. They bubble, and leave shadow roots. */
export interface MetadefenderUploadEventMap {
  /** A scan went on; at most 20 times a second and file. */
  'metadefender-progress': CustomEvent<{ item: UploadItem; progress: Progress }>;
  /** A scan came to a verdict. */
  'metadefender-verdict': CustomEvent<{ item: UploadItem; scan: Scan }>;
  /** A scan came to none. A cancelled one is no error. */
  'metadefender-error': CustomEvent<{ item: UploadItem; error: MetaDefenderError }>;
  /** Files came or went, or what the form would submit of them has changed. */
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
  /** {@link ConnectOptions.baseUrl}: a path such as `/scan`, behind which a proxy adds the key. */
  'base-url'?: string;
  /** {@link ConnectOptions.api}. Default `cluster`. */
  api?: 'cluster' | 'cloud-v2' | 'cloud-v4';
  /** {@link ConnectOptions.credentials}: when the browser sends its cookies along. Default `same-origin`. */
  credentials?: 'omit' | 'same-origin' | 'include';
  /**
   * {@link ConnectOptions.responseTimeout}: ms that the server may take from the last byte of an upload to its response, to
   * which 1 s is added for each MiB. Default 150 000.
   */
  'response-timeout'?: string | number;
  /** The rule of the analyses. Default: the server's. */
  rule?: string;
  /** Whether there may be several files. Each choice then adds to them; otherwise it replaces the one. */
  multiple?: boolean;
  /**
   * Whether there is a second button, which takes all files of a folder, with their paths. For
   * `multiple`, and where the browser can choose folders.
   */
  directory?: boolean;
  /**
   * Whether a phone takes a picture or a film in place of choosing a file: `environment` by the camera
   * that faces away, `user` by the other one. As of `<input type=file>`, with `accept="image/*"`.
   */
  capture?: 'user' | 'environment' | '' | boolean;
  /**
   * The types of files that are let in, as of `<input type=file>`: `.pdf, image/*, text/plain`. As
   * there, it goes by the name and by what the system says of the type, not by what is in the file. Where the
   * system says nothing or another type, the extension decides: `text/csv` and `image/*` take what is called
   * `.csv` and `.heic`.
   */
  accept?: string;
  /** How large a file may be: bytes, or a number and a unit, `25 MB` or `25 MiB`. Default: any size. */
  'max-size'?: string | number;
  /** How large a file has to be at least, as for `max-size`. Default: any size but none. */
  'min-size'?: string | number;
  /**
   * How large all files may be together, as for `max-size`. What would be over it is left out, as is what
   * would be over `max-files`. Default: any size.
   */
  'max-total-size'?: string | number;
  /** How many files there may be. A refused one takes no place. Default: any number. */
  'max-files'?: string | number;
  /** How many files are scanned at once. Default 3. */
  concurrency?: string | number;
  /**
   * For how long scans go on after the element was taken out of the document, in ms: it may be moved, or kept
   * out of sight by a framework (`KeepAlive` of Vue). Their verdicts are there when it comes back; otherwise
   * the scans are cancelled. `0` cancels them at once, unless it is only moved. Default 60000.
   */
  'detach-timeout'?: string | number;
  /**
   * Whether files are only looked up by their hash and never uploaded. What nobody has analysed
   * before fails with `not-found` then, and cannot be submitted.
   */
  'hash-only'?: boolean;
  /** Whether the form needs a file. */
  required?: boolean;
  /**
   * Whether the form may be submitted while files are scanned. The submission is held then, after the other
   * fields were checked, and sent with its button once all files are allowed; otherwise a notice says why it was
   * not. Meanwhile the element is valid and `:state(held)`. A button with `formnovalidate` is not held.
   * Without it, the form cannot be submitted meanwhile.
   */
  'submit-when-done'?: boolean;
  /** Whether the browser asks before the page is left while a file is read or scanned. */
  'confirm-leave'?: boolean;
  /** Whether the user can do nothing with it, and it is not submitted. */
  disabled?: boolean;
  /**
   * The language of its texts: `en`, or one that was imported, such as `metadefender-wasm/element/de`.
   * Default: that of the nearest ancestor with a `lang`, as it is when the element comes into the page.
   */
  lang?: string;
}

/**
 * What a framework gives the element: its attributes, and the properties that have none. React, Vue
 * and Svelte know them where `metadefender-wasm/element/react`, `/vue` or `/svelte` is imported in
 * place of `metadefender-wasm/element`.
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
 * `<metadefender-upload>`: a form control like `<input type=file>` that has files scanned as they are
 * chosen, and keeps the form from being submitted while a scan goes on or with a file that is not
 * `allowed`. What it submits are the files that are.
 *
 * Each property of an attribute's name reflects it, as those of `<input>` do.
 *
 * A check in a page is a courtesy to its user, who can go around it: whoever receives the files has
 * to check them as well.
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
   * The connection by which files are scanned, in place of one made by `base-url`, `api`, `credentials`, `response-timeout` and
   * {@link headers}: with a `fetch` of its own, say.
   *
   * @example
   * upload.connection = connect({ baseUrl: 'https://md.example', headers: { authorization } });
   */
  get connection(): MetaDefender | Promise<MetaDefender> | undefined;
  /** A promise of one is as good; `null` for none. */
  set connection(connection: MetaDefender | PromiseLike<MetaDefender> | null | undefined);
  /**
   * {@link ConnectOptions.headers}: more headers of every request, or a function that is asked for them before each. A change counts
   * from the next scan on.
   *
   * @example
   * upload.headers = async () => ({ authorization: `Bearer ${await token()}` });
   */
  headers: ConnectOptions['headers'];
  /** Options of every scan besides; its signal and its `onProgress` are the element's own. */
  scanOptions: Omit<ScanOptions, 'signal' | 'onProgress'>;
  /** Texts in place of those of the language. */
  messages: Partial<Messages>;

  /**
   * The files that the server has already. Each has a row, and stays unless the user removes it or, without
   * `multiple`, chooses another file. They count for `required` and `max-files`. The ids of those that stay are
   * submitted as `attachment-kept` where `name` is `attachment`, as `attachment-kept[]` where it is
   * `attachment[]`. A reset of the form brings them back; `clear` takes them out as well.
   *
   * @example
   * upload.keptFiles = [{ id: '7', name: 'contract.pdf', href: '/files/7', size: 48_200 }];
   */
  get keptFiles(): readonly KeptFile[];
  /** `null` for none. */
  set keptFiles(files: Iterable<KeptFile> | null | undefined);
  /** The files, in the order in which they came. */
  readonly items: readonly UploadItem[];
  /** The files that the form would submit: those that are `allowed`. */
  readonly files: readonly File[];

  /**
   * Takes files, as if the user had chosen them. Of several, and of folders, those that systems leave there
   * are left out: `.DS_Store`, `Thumbs.db`, `desktop.ini`, `._name`, `~$name`, all in `__MACOSX`.
   *
   * They are in `items` at once, unless one has the path of another file: then they are compared first, and the
   * form waits. One that has the same size, time and bytes is left out. Where the other file has changed on
   * the disk, so that it can no longer be read, the new one takes its place.
   */
  addFiles(files: Iterable<File>): void;
  /** Opens the browser's dialog; needs a click or key press of the user's. */
  showPicker(): void;
  /**
   * Ends a scan, or does not begin it; all of them, if none is named. This and the next two take an item through a proxy as
   * well, out of a list in Vue's `reactive`, say. They throw `invalid-input` for what has never been an item of this
   * element, and do nothing with one that was removed.
   */
  cancel(item?: UploadItem): void;
  /** Scans a file again that failed, was cancelled, or is undetermined. */
  retry(item: UploadItem): void;
  /** Takes a file out; its scan is cancelled. */
  removeFile(item: UploadItem): void;
  /** Takes out all. */
  clear(): void;

  /** The form it belongs to. */
  readonly form: HTMLFormElement | null;
  /** The `<label>`s of it. */
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
  /** A reason of your own why the form cannot be submitted; an empty text takes it back. */
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
 * Adds a language, for every element whose `lang` says so, or changes texts of one.
 *
 * @param lang a BCP 47 tag: `de`, or `de-CH` over `de`
 */
export function addMessages(lang: string, messages: Partial<Messages>): void;

declare global {
  interface HTMLElementTagNameMap {
    'metadefender-upload': MetadefenderUpload;
  }
}
