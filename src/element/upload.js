// @ts-check
import { init } from 'metadefender-wasm';
import { ATTRIBUTES } from './attributes.js';
import { ConnectionSource } from './connection-source.js';
import { FormControl } from './form-control.js';
import { filesFromState, formValue, removedIdsFromState } from './form-value.js';
import { HeldSubmission } from './held-submission.js';
import { Intake } from './intake.js';
import { Items } from './items.js';
import { KeptFile } from './kept-files.js';
import { labelText } from './labels.js';
import { languageOf, onPageLanguageChange } from './language.js';
import { LeaveGuard } from './leave-guard.js';
import { guardPage } from './page-guard.js';
import { ScanQueue } from './scan-queue.js';
import { refusalOf } from './selection.js';
import { Submission } from './submission.js';
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
    ...['name', 'base-url', 'api', 'accept', 'multiple', 'directory', 'capture'],
    ...['min-size', 'max-size', 'max-total-size', 'max-files'],
    ...['concurrency', 'required', 'submit-when-done', 'confirm-leave', 'lang'],
  ];

  #items = new Items();
  #texts = new Texts('en');
  /** @type {Interface['messages']} */
  #messages = {};
  /** @type {Interface['scanOptions']} */
  #scanOptions = {};
  #connectionSource = new ConnectionSource(this);
  /** @type {UnfinishedStore | undefined} */
  #unfinished;
  #submission = new Submission(this.internals, {
    value: () => formValue(this.name, this.#items.all, this.#items.kept.all),
    state: () => this.#items.state,
    isPending: () => this.#isPending,
  });
  #heldSubmission = new HeldSubmission({
    isWanted: () => this.submitWhenDone && !this.#isDisabled,
    isPending: () => this.#isPending,
    isValid: () => this.validity.valid,
    onHold: (isHeld) => {
      this.#toggleState('held', isHeld);
      this.#view.notice(isHeld ? this.#texts.messages.held : '');
    },
    onRefused: () => {
      const { notSent } = this.#texts.messages;
      this.#view.notice(this.#texts.fill(notSent, { reason: this.validationMessage }));
      this.reportValidity();
    },
  });
  #leaveGuard = new LeaveGuard();
  #isDisabled = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #detachTimer;
  /** @type {(() => void)[]} called when the element leaves the page */
  #cleanups = [];

  #queue = new ScanQueue({
    connect: () => this.#connectionSource.connect(),
    options: () => this.#currentScanOptions(),
    concurrency: () => this.concurrency,
    onProgress: (item, progress) => {
      if (progress.phase !== 'done') this.#unfinished?.add(item);
      this.#view.render([item]);
      this.#emit('metadefender-progress', { item, progress });
    },
    onEnd: (item) => this.#onScanEnd(item),
  });

  #intake = new Intake({
    items: () => this.#items.all,
    limits: () => this.#control,
    isDisabled: () => this.#isDisabled,
    onReading: () => {
      this.#view.notice('');
      this.#refresh([]);
    },
    onSlow: () => this.#view.notice(this.#texts.messages.reading),
    onChoice: (choice) => this.#takeIn(choice),
  });

  #view = new View(
    this.attachShadow({ mode: 'open' }),
    {
      onChoose: (files) => this.addFiles(files),
      onAction: (action, entry) => this.#onAction(action, entry),
    },
    () => {
      const { entries, tally } = this.#items;
      return { entries, tally, texts: this.#texts, control: this.#control };
    },
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
      onFiles: (found) => this.#intake.addRead(found),
    });
    // Loads the module before a file is chosen.
    const warmUp = () => void (this.#connectionSource.given ?? init().catch(() => {}));
    for (const event of ['pointerenter', 'focusin', 'dragenter']) {
      this.addEventListener(event, warmUp, { once: true });
    }
    this.addEventListener('focusin', () => this.#updateLabel());
  }

  connectedCallback() {
    clearTimeout(this.#detachTimer);
    this.upgradeProperties([...ATTRIBUTES, 'connection', 'scanOptions', 'messages', 'keptFiles']);
    const translate = () => this.#translate();
    const retryFailed = () => this.#retryAfterNetworkFailure();
    window.addEventListener('online', retryFailed);
    this.#cleanups = [
      ...[guardPage(), onMessagesAdded(translate), onPageLanguageChange(translate)],
      () => window.removeEventListener('online', retryFailed),
    ];
    this.#translate();
    this.#restoreUnfinished();
  }

  disconnectedCallback() {
    for (const cleanUp of this.#cleanups.splice(0)) cleanUp();
    this.#view.disconnect();
    // It may be moved, or come back: a framework keeps what it does not show for now.
    this.#detachTimer = setTimeout(() => {
      this.#cancelReads();
      this.cancel();
    }, this.detachTimeout);
  }

  /** @param {string} name */
  attributeChangedCallback(name) {
    if (name === 'base-url' || name === 'api') {
      this.#connectionSource.reset();
      if (this.isConnected) this.#restoreUnfinished();
    }
    if (name === 'concurrency') this.#queue.startNext();
    if (['accept', 'min-size', 'max-size'].includes(name)) this.#recheck();
    if (name === 'lang') this.#translate();
    else this.#refresh();
  }

  /** @param {HTMLFormElement | null} form */
  formAssociatedCallback(form) {
    this.#submission.follow(form);
    this.#heldSubmission.follow(form);
  }

  /** @param {boolean} disabled by itself or by a fieldset */
  formDisabledCallback(disabled) {
    this.#isDisabled = disabled;
    this.#view.render('all');
  }

  formResetCallback() {
    this.#heldSubmission.drop();
    this.#removeAll();
    this.#items.kept.reset();
    this.#refresh([]);
  }

  /** @param {unknown} state */
  formStateRestoreCallback(state) {
    if (!(state instanceof FormData)) return;
    this.#items.kept.restoreRemoved(removedIdsFromState(state));
    this.addFiles(filesFromState(state));
    this.#refresh([]);
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

  get keptFiles() {
    return Object.freeze(this.#items.kept.all.map(({ about }) => about));
  }
  set keptFiles(files) {
    this.#items.kept.give(files ?? []);
    this.#refresh([]);
  }

  get items() {
    return this.#items.all;
  }

  get files() {
    const submitted = this.#items.all.filter((item) => item.isSubmittable);
    return Object.freeze(submitted.flatMap(({ file }) => file ?? []));
  }

  /** @type {Interface['addFiles']} */
  addFiles(files) {
    this.#intake.add(files);
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
    const selected = this.#items.all.filter((other) => !item || other === item);
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

  /** When the network is back. */
  #retryAfterNetworkFailure() {
    const failed = this.#items.all.filter(({ error }) => error?.code === 'network');
    if (failed.length === 0) return;
    this.#queue.enqueue(failed);
    this.#refreshAndEmit(failed);
  }

  /** @param {Item} item */
  removeFile(item) {
    if (!this.#items.includes(item)) return;
    this.#forget(item);
    this.#items.remove(item);
    this.#onRemoved(item);
  }

  clear() {
    if (this.#items.count === 0 && !this.#intake.isReading) return;
    this.#removeAll();
    this.#emit('change');
  }

  /** @override @protected */
  validate() {
    const { all, tally } = this.#items;
    const { isReading } = this.#intake;
    const { submitWhenDone, customValidity: custom } = this;
    const control = { ...this.#control, isReading, submitWhenDone, custom };
    const { flags, message } = validityOf(all, tally, control, this.#texts);
    // A translation may have an empty text, but setValidity throws if flags come without a message.
    this.internals.setValidity(flags, message || '!', this.#view.anchor);
    this.#toggleState('scanning', this.#isPending);
    this.#toggleState('empty', this.#items.count === 0);
  }

  /** Whether a file is still read or scanned. */
  get #isPending() {
    return this.#intake.isReading || this.#items.tally.pending > 0;
  }

  get #control() {
    const { accept, minSize, maxSize, maxTotalSize, maxFiles, multiple, directory, required } =
      this;
    const kept = this.#items.kept.all.length;
    const limits = { accept, minSize, maxSize, maxTotalSize, maxFiles, multiple, kept };
    const capture = this.getAttribute('capture');
    return { ...limits, directory, capture, required, disabled: this.#isDisabled };
  }

  /** @returns {import('metadefender-wasm').ScanOptions} */
  #currentScanOptions() {
    const { scanOptions, rule, hashOnly } = this;
    const options = { ...scanOptions, hash: /** @type {const} */ ('sha256') };
    if (rule) Object.assign(options, { rule });
    if (hashOnly) Object.assign(options, { upload: false });
    return options;
  }

  /** @param {import('./view/list.js').Entry} entry that is gone */
  #onRemoved({ name }) {
    this.#view.notice('');
    const { removed } = this.#texts.messages;
    this.#view.announcer.say(() => this.#texts.fill(removed, { name: displayName(name) }));
    this.#refreshAndEmit([]);
  }

  /** @param {import('./intake.js').Choice} choice */
  #takeIn(choice) {
    const { added, replaced, restored } = choice;
    if (added.length > 0 && !this.multiple) this.#removeAll();
    for (const { lost, file } of restored) lost.file = file;
    for (const { earlier } of replaced) this.#forget(earlier);
    const places = new Map(replaced.map(({ earlier, item }) => [earlier, item]));
    this.#items.all = [...this.#items.all.map((item) => places.get(item) ?? item), ...added];
    const restoredItems = restored.map(({ lost }) => lost);
    const fresh = [...replaced.map(({ item }) => item), ...added];
    const changed = [...fresh, ...restoredItems];
    this.#view.notice(leftOutText(choice, this, this.#texts));
    if (changed.length === 0) return;
    this.#queue.enqueue([
      ...fresh.filter(({ state }) => state === 'waiting'),
      // For the others the analysis is still resumed; they are scanned after that.
      ...restoredItems.filter(({ isPending }) => !isPending),
    ]);
    const { added: text } = this.#texts.messages;
    this.#view.announcer.say(() => this.#texts.plural(text, changed.length));
    this.#refreshAndEmit(changed);
  }

  #cancelReads() {
    this.#intake.clear();
    this.#view.notice('');
  }

  /** Applies changed limits to all files. */
  #recheck() {
    for (const item of this.#items.all) {
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
    const present = new Set(this.#items.all.map(({ identity }) => identity));
    const lost = this.#unfinished.restore(present);
    if (lost.length === 0) return;
    this.#items.all = [...this.#items.all, ...lost];
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
    const several = this.#items.all.length > 1;
    this.#view.announcer.say(
      () =>
        several
          ? summaryText(this.#items.tally, this.#texts)
          : verdictText(item, this, this.#texts),
      several ? 'summary' : undefined,
    );
    if (scan) this.#emit('metadefender-verdict', { item, scan });
    else this.#emit('metadefender-error', { item, error });
    this.#emit('change');
  }

  /** Ends all that goes on for a file. @param {Item} item */
  #forget(item) {
    this.#queue.cancel(item);
    this.#unfinished?.delete(item);
  }

  /** Fires no `change` event: the caller does, if needed. */
  #removeAll() {
    for (const item of this.#items.all) this.#forget(item);
    this.#items.all = [];
    this.#items.kept.removeAll();
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
    this.#items.changed(items === 'all' ? this.#items.all : items);
    this.#submission.change();
    this.validate();
    this.#heldSubmission.update();
    this.#leaveGuard.toggle(this.confirmLeave && this.#isPending);
    this.#view.render(items);
  }

  /**
   * @param {import('./view/row.js').Action} action
   * @param {import('./view/list.js').Entry} entry
   */
  #onAction(action, entry) {
    if (entry instanceof KeptFile) {
      this.#items.kept.remove(entry);
      this.#onRemoved(entry);
    } else if (action === 'cancel') this.cancel(entry);
    else if (action === 'retry') this.retry(entry);
    else this.removeFile(entry);
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
