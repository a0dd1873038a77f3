// @ts-check
import { init } from 'metadefender-wasm';
import { ATTRIBUTES } from './attributes.js';
import { CONNECTION_ATTRIBUTES, ConnectionSource } from './connection-source.js';
import { FormControl } from './form-control.js';
import { filesFromState, formState, formValue } from './form-value.js';
import { labelText } from './labels.js';
import { languageOf, onPageLanguageChange } from './language.js';
import { guardPage } from './page-guard.js';
import { PendingReads } from './pending-reads.js';
import { ScanQueue } from './scan-queue.js';
import { refusalOf, selectFiles } from './selection.js';
import { onMessagesAdded, Texts } from './texts.js';
import { listenForFiles } from './transfer-listeners.js';
import { elementKey, UnfinishedStore } from './unfinished.js';
import { validityOf } from './validity.js';
import { displayName } from './view/name.js';
import { leftOutText, summaryText, verdictText } from './view/texts.js';
import { View } from './view/view.js';

/** @typedef {import('metadefender-wasm/element').MetadefenderUpload} Interface */
/** @typedef {import('metadefender-wasm').MetaDefender} MetaDefender */
/** @typedef {import('./item.js').Item} Item */

/** `<metadefender-upload>`. Documented in element.d.ts. */
export class MetadefenderUpload extends FormControl {
  static observedAttributes = [
    ...['name', 'accept', 'max-size', 'max-files', 'multiple', ...CONNECTION_ATTRIBUTES],
    ...['concurrency', 'required', 'lang'],
  ];

  /** @type {Item[]} */
  #items = [];
  #texts = new Texts('en');
  /** @type {Interface['messages']} */
  #messages = {};
  /** @type {Interface['scanOptions']} */
  #scanOptions = {};
  #connectionSource = new ConnectionSource(this);
  #pendingReads = new PendingReads();
  /** @type {UnfinishedStore | undefined} */
  #unfinished;
  /** The state for the browser to restore, and the items that it was made from. */
  #savedState = { items: this.#items, state: formState(this.#items) };
  #isDisabled = false;
  /** @type {(() => void)[]} called when the element leaves the page */
  #cleanups = [];

  #queue = new ScanQueue({
    connect: () => this.#connectionSource.connect(),
    options: () => this.#currentScanOptions(),
    concurrency: () => this.concurrency,
    onProgress: (item, progress) => {
      this.#unfinished?.add(item);
      this.#view.render([item]);
      this.#emit('metadefender-progress', { item, progress });
    },
    onEnd: (item) => this.#onScanEnd(item),
  });

  #view = new View(
    this.attachShadow({ mode: 'open' }),
    {
      onChoose: (files) => this.addFiles(files),
      onAction: (action, item) => this.#onAction(action, item),
    },
    () => ({ items: this.#items, texts: this.#texts, control: this.#control }),
  );

  constructor() {
    super();
    this.internals.role = 'group';
    this.addEventListener('click', (event) => {
      // A click on its <label> is dispatched to the element itself.
      if (event.composedPath()[0] === this) this.showPicker();
    });
    listenForFiles(this, {
      isDisabled: () => this.#isDisabled,
      onDrag: (isOver) => this.#toggleState('dragging', isOver),
      onFiles: (found) => this.#addRead(found),
    });
    // Loads the module before a file is chosen.
    const warmUp = () => void (this.#connectionSource.given ?? init().catch(() => {}));
    for (const event of ['pointerenter', 'focusin', 'dragenter']) {
      this.addEventListener(event, warmUp, { once: true });
    }
    this.addEventListener('focusin', () => this.#updateLabel());
  }

  connectedCallback() {
    this.upgradeProperties([...ATTRIBUTES, 'connection', 'headers', 'scanOptions', 'messages']);
    const translate = () => this.#translate();
    this.#cleanups = [guardPage(), onMessagesAdded(translate), onPageLanguageChange(translate)];
    this.#translate();
    this.#restoreUnfinished();
  }

  disconnectedCallback() {
    for (const cleanUp of this.#cleanups.splice(0)) cleanUp();
    // An element that is only moved is connected again by then.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#cancelReads();
      this.cancel();
    });
  }

  /** @param {string} name */
  attributeChangedCallback(name) {
    if (CONNECTION_ATTRIBUTES.includes(name)) {
      this.#connectionSource.reset();
      if (this.isConnected) this.#restoreUnfinished();
    }
    if (name === 'concurrency') this.#queue.startNext();
    if (name === 'accept' || name === 'max-size') this.#recheck();
    if (name === 'lang') this.#translate();
    else this.#refresh();
  }

  /** @param {boolean} disabled by itself or by a fieldset */
  formDisabledCallback(disabled) {
    this.#isDisabled = disabled;
    this.#view.render('all');
  }

  formResetCallback() {
    this.#removeAll();
  }

  /** @param {unknown} state */
  formStateRestoreCallback(state) {
    if (state instanceof FormData) this.addFiles(filesFromState(state));
  }

  get connection() {
    return /** @type {MetaDefender | Promise<MetaDefender> | undefined} */ (
      this.#connectionSource.given
    );
  }
  set connection(connection) {
    this.#connectionSource.given = connection ?? undefined;
    if (this.isConnected) this.#restoreUnfinished();
  }

  get headers() {
    return this.#connectionSource.headers;
  }
  set headers(headers) {
    this.#connectionSource.headers = headers ?? undefined;
    this.#connectionSource.reset();
  }

  // Accessors: Svelte only sets a property that has a setter.
  get scanOptions() {
    return this.#scanOptions;
  }
  set scanOptions(options) {
    this.#scanOptions = options ?? {};
  }

  get messages() {
    return this.#messages;
  }
  set messages(messages) {
    this.#messages = messages ?? {};
    this.#translate();
  }

  get items() {
    return Object.freeze([...this.#items]);
  }

  get files() {
    const submitted = this.#items.filter((item) => item.isSubmittable);
    return Object.freeze(submitted.flatMap(({ file }) => file ?? []));
  }

  /** @type {Interface['addFiles']} */
  addFiles(files) {
    this.#addCandidates([...files].map((file) => ({ file })));
  }

  /** @param {FocusOptions} [options] */
  focus(options) {
    this.#view.anchor.focus(options);
  }

  showPicker() {
    this.#view.showPicker();
  }

  /** @param {Item} [item] */
  cancel(item) {
    const selected = this.#items.filter((other) => !item || other === item);
    const cancelled = selected.filter((item) => this.#queue.cancel(item));
    if (cancelled.length === 0) return;
    for (const item of cancelled) this.#unfinished?.delete(item);
    this.#refreshAndEmit(cancelled);
  }

  /** @param {Item} item */
  retry(item) {
    if (!this.#items.includes(item) || !item.isRetriable) return;
    this.#queue.enqueue([item]);
    this.#refreshAndEmit([item]);
  }

  /** @param {Item} item */
  removeFile(item) {
    if (!this.#items.includes(item)) return;
    this.#queue.cancel(item);
    this.#unfinished?.delete(item);
    this.#items = this.#items.filter((other) => other !== item);
    this.#view.notice('');
    const { removed } = this.#texts.messages;
    this.#view.announcer.say(() => this.#texts.fill(removed, { name: displayName(item.name) }));
    this.#refreshAndEmit([]);
  }

  clear() {
    if (this.#items.length === 0 && !this.#pendingReads.hasAny) return;
    this.#removeAll();
    this.#emit('change');
  }

  /** @override @protected */
  validate() {
    const isReading = this.#pendingReads.hasAny;
    const control = { ...this.#control, isReading, custom: this.customValidity };
    const { flags, message } = validityOf(this.#items, control, this.#texts);
    // A translation may have an empty text, but setValidity throws if flags come without a message.
    this.internals.setValidity(flags, message || '!', this.#view.anchor);
    const isScanning = isReading || this.#items.some((item) => item.isPending);
    this.#toggleState('scanning', isScanning);
    this.#toggleState('empty', this.#items.length === 0);
  }

  get #control() {
    const { accept, maxFiles, maxSize, multiple, required } = this;
    return { accept, maxFiles, maxSize, multiple, required, disabled: this.#isDisabled };
  }

  /** @returns {import('metadefender-wasm').ScanOptions} */
  #currentScanOptions() {
    const { scanOptions, rule, hashOnly } = this;
    const options = { ...scanOptions, hash: /** @type {const} */ ('sha256') };
    if (rule) Object.assign(options, { rule });
    if (hashOnly) Object.assign(options, { upload: false });
    return options;
  }

  /**
   * @param {import('./selection.js').Candidate[]} candidates
   * @param {number} [unreadable] how many could not be read; 0 without candidates: there was no file
   */
  #addCandidates(candidates, unreadable) {
    const selection = selectFiles(candidates, this.#items, this.#control);
    const { added, restored } = selection;
    if (added.length > 0 && !this.multiple) this.#removeAll();
    this.#items = [...this.#items, ...added];
    // A new array, so that the saved state is made again.
    this.#items = [...this.#items];
    for (const { lost, file } of restored) lost.file = file;
    const restoredItems = restored.map(({ lost }) => lost);
    const changed = [...added, ...restoredItems];
    this.#view.notice(leftOutText({ ...selection, unreadable }, this.maxFiles, this.#texts));
    if (changed.length === 0) return;
    this.#queue.enqueue([
      ...added.filter(({ state }) => state === 'waiting'),
      // For the others the analysis is still resumed; they are scanned after that.
      ...restoredItems.filter(({ isPending }) => !isPending),
    ]);
    const { added: text } = this.#texts.messages;
    this.#view.announcer.say(() => this.#texts.plural(text, changed.length));
    this.#refreshAndEmit(changed);
  }

  /**
   * Adds dropped files once they are read, which may take long for a folder. A form that is reset
   * meanwhile ignores them.
   * @param {ReturnType<typeof import('./read-transfer.js').readTransfer>} found
   */
  async #addRead(found) {
    const onSlow = () => this.#view.notice(this.#texts.messages.reading);
    const reading = this.#pendingReads.add(found, onSlow);
    this.#refresh();
    const read = await reading;
    if (!read) return;
    this.#view.notice('');
    this.#refresh();
    if (!this.#isDisabled) this.#addCandidates(read.files, read.unreadable);
  }

  #cancelReads() {
    this.#pendingReads.clear();
    this.#view.notice('');
  }

  /** Applies changed limits to all files. */
  #recheck() {
    for (const item of this.#items) {
      const refusal = item.file && refusalOf(item.file, this.#control);
      if (refusal === item.refusal) continue;
      this.#queue.cancel(item);
      item.restart();
      item.refusal = refusal;
      if (refusal) item.state = 'refused';
      else this.#queue.enqueue([item]);
    }
  }

  /** Sets the accessible name: the text of the labels, without the text of the element itself. */
  #updateLabel() {
    const texts = [...this.labels].map((label) => labelText(label, this));
    this.internals.ariaLabel = texts.join(' ').replace(/\s+/g, ' ').trim();
  }

  /** Resumes the analyses that went on when the page was left, as soon as there is a connection. */
  #restoreUnfinished() {
    if (this.#unfinished || !this.#connectionSource.isSet) return;
    this.#unfinished = new UnfinishedStore(elementKey(this));
    const present = new Set(this.#items.map(({ identity }) => identity));
    const lost = this.#unfinished.restore(present);
    if (lost.length === 0) return;
    this.#items = [...this.#items, ...lost];
    this.#queue.enqueue(lost);
    this.#refreshAndEmit(lost);
  }

  /** @param {Item} item */
  #onScanEnd(item) {
    const { scan, error } = item;
    // Without its file, an analysis is resumed after each reload, unless the service has lost it too.
    if (item.file || error?.code === 'not-found') this.#unfinished?.delete(item);
    this.#refresh([item]);
    // With several files, one summary for all scans that ended since the last announcement.
    const several = this.#items.length > 1;
    this.#view.announcer.say(
      () =>
        several
          ? summaryText(this.#items, this.#texts)
          : verdictText(item, this.maxSize, this.#texts),
      several ? 'summary' : undefined,
    );
    if (scan) this.#emit('metadefender-verdict', { item, scan });
    else this.#emit('metadefender-error', { item, error });
    this.#emit('change');
  }

  /** Fires no `change` event: the caller does, if needed. */
  #removeAll() {
    for (const item of this.#items) {
      this.#queue.cancel(item);
      this.#unfinished?.delete(item);
    }
    this.#items = [];
    this.#cancelReads();
    this.#refresh([]);
  }

  /** @param {Item[]} items that were added or changed; none if some were removed */
  #refreshAndEmit(items) {
    this.#refresh(items);
    this.#emit('change');
  }

  /**
   * Updates the form value, the validity and the view.
   * @param {Item[] | 'all'} [items]
   */
  #refresh(items = 'all') {
    if (this.#savedState.items !== this.#items) {
      this.#savedState = { items: this.#items, state: formState(this.#items) };
    }
    this.internals.setFormValue(formValue(this.name, this.#items), this.#savedState.state);
    this.validate();
    this.#view.render(items);
  }

  /**
   * @param {import('./view/row.js').Action} action
   * @param {Item} item
   */
  #onAction(action, item) {
    if (action === 'cancel') this.cancel(item);
    else if (action === 'retry') this.retry(item);
    else {
      this.#view.focusNextTo(item);
      this.removeFile(item);
    }
  }

  #translate() {
    this.#texts = new Texts(languageOf(this), this.#messages);
    this.#updateLabel();
    this.#refresh();
  }

  /**
   * @param {string} name of the event
   * @param {unknown} [detail]
   */
  #emit(name, detail) {
    const options = { bubbles: true, composed: true };
    this.dispatchEvent(
      detail ? new CustomEvent(name, { ...options, detail }) : new Event(name, options),
    );
  }

  /**
   * A custom state, for `:state()`.
   * @param {string} name
   * @param {boolean} is
   */
  #toggleState(name, is) {
    // Missing in browsers before 2024.
    if (is) this.internals.states?.add(name);
    else this.internals.states?.delete(name);
  }
}
