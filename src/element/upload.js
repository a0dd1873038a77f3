// @ts-check
import { init } from 'metadefender-wasm';
import { ATTRIBUTES, attributeOf } from './attributes.js';
import { CONNECTION_ATTRIBUTES, ConnectionSource } from './connection-source.js';
import { emit } from './events.js';
import { Files } from './files.js';
import { FormControl } from './form-control.js';
import { filesFromState, formValue, removedIdsFromState } from './form-value.js';
import { HeldSubmission } from './held-submission.js';
import { itemItself } from './item-owner.js';
import { labelText } from './labels.js';
import { languageOf } from './language.js';
import { LeaveGuard } from './leave-guard.js';
import { Presence } from './presence.js';
import { Submission } from './submission.js';
import { Texts } from './texts.js';
import { listenForFiles } from './transfer-listeners.js';
import { elementKey } from './unfinished.js';
import { validityOf } from './validity.js';
import { displayName } from './view/name.js';
import { leftOutText, summaryText, verdictText } from './view/texts.js';
import { View } from './view/view.js';

/** @typedef {import('metadefender-wasm/element').MetadefenderUpload} Interface */
/** @typedef {import('metadefender-wasm').MetaDefender} MetaDefender */
/** @typedef {import('./item.js').Item} Item */

/** The properties that have no attribute. */
const PROPERTIES = ['connection', 'headers', 'scanOptions', 'messages', 'keptFiles'];

/** `<metadefender-upload>`. Documented in element.d.ts. */
export class MetadefenderUpload extends FormControl {
  static observedAttributes = [...ATTRIBUTES.map(attributeOf), 'lang'];

  #texts = new Texts('en');
  /** @type {Interface['messages']} */
  #messages = {};
  /** @type {Interface['scanOptions']} */
  #scanOptions = {};
  #connectionSource = new ConnectionSource(this);
  #files = new Files({
    connect: () => this.#connectionSource.connect(),
    options: () => this.#currentScanOptions(),
    concurrency: () => this.concurrency,
    isOwnConnection: () => !this.#connectionSource.given,
    limits: () => this.#control,
    isDisabled: () => this.#isDisabled,
    onProgress: (item, progress) => {
      this.#view.render([item], true);
      emit(this, 'metadefender-progress', { item, progress });
    },
    onEnd: (item) => this.#onScanEnd(item),
    onChange: (changed) => this.#refreshAndEmit(changed),
    onChoice: (choice, changed) => this.#onChoice(choice, changed),
    onReading: () => {
      this.#view.notice('');
      this.#refresh([]);
    },
    onSlow: () => this.#view.notice(this.#texts.messages.reading),
  });
  #items = this.#files.items;
  #submission = new Submission(this.internals, {
    value: () => formValue(this.name, this.#items.all, this.#items.kept.all),
    state: () => this.#items.state,
    isPending: () => this.#files.isPending,
  });
  #heldSubmission = new HeldSubmission({
    isWanted: () => this.submitWhenDone && !this.#isDisabled,
    isPending: () => this.#files.isPending,
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
  #presence = new Presence({
    onLanguage: () => this.#translate(),
    onOnline: () => this.#files.retryAfterNetworkFailure(),
    onGone: () => {
      this.#files.cancelReads();
      this.#view.notice('');
      this.cancel();
    },
  });
  #isDisabled = false;

  #view = new View(
    this.attachShadow({ mode: 'open' }),
    {
      onChoose: (files) => this.addFiles(files),
      onAction: (action, entry) => this.#onAction(action, entry),
    },
    () => {
      const { version, entries, tally } = this.#items;
      return { version, entries, tally, texts: this.#texts, control: this.#control };
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
      onFiles: (found) => this.#files.addRead(found),
    });
    // Loads the module early, before a file is chosen.
    const warmUp = () => void (this.#connectionSource.given ?? init().catch(() => {}));
    for (const event of ['pointerenter', 'focusin', 'dragenter']) {
      this.addEventListener(event, warmUp, { once: true });
    }
    this.addEventListener('focusin', () => this.#updateLabel());
  }

  connectedCallback() {
    this.upgradeProperties([...ATTRIBUTES, ...PROPERTIES]);
    this.#presence.begin();
    this.#translate();
    this.#restoreUnfinished();
  }

  disconnectedCallback() {
    this.#view.disconnect();
    this.#presence.end(this.detachTimeout);
  }

  /** @param {string} name */
  attributeChangedCallback(name) {
    if (CONNECTION_ATTRIBUTES.includes(name)) {
      this.#connectionSource.reset();
      if (this.isConnected) this.#restoreUnfinished();
    }
    if (name === 'concurrency') this.#files.startScans();
    if (['accept', 'min-size', 'max-size'].includes(name)) this.#files.recheck();
    if (name === 'lang') this.#translate();
    else this.#refresh();
  }

  /** @param {HTMLFormElement | null} form */
  formAssociatedCallback(form) {
    this.#submission.follow(form);
    this.#heldSubmission.follow(form);
  }

  /** @param {boolean} disabled by its own attribute or by a fieldset */
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
    this.#files.add(files);
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
    this.#files.cancel(item === undefined ? item : itemItself(item, this.#files.items, 'cancel'));
  }

  /** @param {Item} item */
  retry(item) {
    this.#files.retry(itemItself(item, this.#files.items, 'retry'));
  }

  /** @param {Item} item */
  removeFile(item) {
    this.#remove(itemItself(item, this.#files.items, 'removeFile'));
  }

  clear() {
    if (this.#items.count === 0 && !this.#files.isReading) return;
    this.#removeAll();
    emit(this, 'change');
  }

  /** @override @protected */
  validate() {
    const { all, tally } = this.#items;
    const { isReading } = this.#files;
    const { submitWhenDone, customValidity: custom } = this;
    const control = { ...this.#control, isReading, submitWhenDone, custom };
    const { flags, message } = validityOf(all, tally, control, this.#texts);
    // A translation may have an empty text, but setValidity throws if flags come without a message.
    this.internals.setValidity(flags, message || '!', this.#view.anchor);
    this.#toggleState('scanning', this.#files.isPending);
    this.#toggleState('empty', this.#items.count === 0);
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

  /** @param {import('./view/list.js').Entry} entry */
  #remove(entry) {
    if (!this.#files.remove(entry)) return;
    this.#view.notice('');
    const { removed } = this.#texts.messages;
    const name = displayName(entry.name);
    this.#view.announcer.say(() => this.#texts.fill(removed, { name }));
    this.#refreshAndEmit([]);
  }

  /**
   * @param {import('./intake.js').Choice} choice
   * @param {Item[]} changed
   */
  #onChoice(choice, changed) {
    this.#view.notice(leftOutText(choice, this, this.#texts));
    if (changed.length === 0) return;
    const { added } = this.#texts.messages;
    this.#view.announcer.say(() => this.#texts.plural(added, changed.length));
    this.#refreshAndEmit(changed);
  }

  /** Sets the accessible name: the text of the labels, without the text of the element itself. */
  #updateLabel() {
    const texts = [...this.labels].map((label) => labelText(label, this));
    this.internals.ariaLabel = texts.join(' ').replace(/\s+/g, ' ').trim();
  }

  /** Resumes the analyses that were running when the page was left, as soon as there is a connection. */
  #restoreUnfinished() {
    if (this.#connectionSource.isSet) this.#files.resume(() => elementKey(this));
  }

  /** @param {Item} item */
  #onScanEnd(item) {
    const { scan, error } = item;
    this.#refresh([item], this.#files.isPending);
    // With several files, one summary for all scans that ended since the last announcement.
    const several = this.#items.all.length > 1;
    this.#view.announcer.say(
      () =>
        several
          ? summaryText(this.#items.tally, this.#texts)
          : verdictText(item, this, this.#texts),
      several ? 'summary' : undefined,
    );
    if (scan) emit(this, 'metadefender-verdict', { item, scan });
    else emit(this, 'metadefender-error', { item, error });
    emit(this, 'change');
  }

  /** Does not dispatch `change`: the caller does, if needed. */
  #removeAll() {
    this.#files.removeAll();
    this.#view.notice('');
    this.#refresh([]);
  }

  /** @param {Item[]} items that were added or changed; none if some were removed */
  #refreshAndEmit(items) {
    this.#refresh(items);
    emit(this, 'change');
  }

  /**
   * Updates the form value, the validity and the view.
   * @param {Item[] | 'all'} [items]
   * @param {boolean} [isProgress] whether the view may render later
   */
  #refresh(items = 'all', isProgress = false) {
    this.#submission.change();
    this.validate();
    this.#heldSubmission.update();
    this.#leaveGuard.toggle(this.confirmLeave && this.#files.isPending);
    this.#view.render(items, isProgress);
  }

  /**
   * @param {import('./view/row.js').Action} action
   * @param {import('./view/list.js').Entry} entry
   */
  #onAction(action, entry) {
    if (action === 'remove') this.#remove(entry);
    // The files that the server has can only be removed.
    else this[action](/** @type {Item} */ (entry));
  }

  #translate() {
    this.#texts = new Texts(languageOf(this), this.#messages);
    this.#updateLabel();
    this.#refresh();
  }

  /**
   * A custom state, for `:state()`.
   * @param {string} name
   * @param {boolean} is
   */
  #toggleState(name, is) {
    // Missing in browsers before 2024. Adding a state again makes the browser recompute styles.
    const { states } = this.internals;
    if (!states || states.has(name) === is) return;
    if (is) states.add(name);
    else states.delete(name);
  }
}
