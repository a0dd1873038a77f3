// @ts-check
import { init } from 'metadefender-wasm';
import { ATTRIBUTES } from './attributes.js';
import { FormControl } from './form-control.js';
import { filesOfState, formState, formValue } from './form-value.js';
import { refusalOf, takeIn } from './intake.js';
import { textOutside } from './labels.js';
import { languageOf, watchLanguage } from './language.js';
import { guardPage } from './page-guard.js';
import { Reads } from './reads.js';
import { Scans } from './scans.js';
import { Service } from './service.js';
import { onLanguages, Texts } from './texts.js';
import { listenForFiles } from './transfers.js';
import { keyOf, Unfinished } from './unfinished.js';
import { validityOf } from './validity.js';
import { shown } from './view/name.js';
import { leftOutText, summaryText, verdictText } from './view/texts.js';
import { View } from './view/view.js';

/** @typedef {import('metadefender-wasm/element').MetadefenderUpload} Interface */
/** @typedef {import('metadefender-wasm').MetaDefender} MetaDefender */
/** @typedef {import('./item.js').Item} Item */

/** `<metadefender-upload>`. Documented in element.d.ts. */
export class MetadefenderUpload extends FormControl {
  static observedAttributes = [
    ...['name', 'base-url', 'api', 'accept', 'max-size', 'max-files', 'multiple'],
    ...['concurrency', 'required', 'lang'],
  ];

  /** @type {Item[]} */
  #items = [];
  #texts = new Texts('en');
  /** @type {Interface['messages']} */
  #messages = {};
  /** @type {Interface['scanOptions']} */
  #scanOptions = {};
  #service = new Service(this);
  #reads = new Reads();
  /** @type {Unfinished | undefined} */
  #unfinished;
  /** What the browser keeps for a restored page, of which files. */
  #kept = { items: this.#items, state: formState(this.#items) };
  #isDisabled = false;
  /** @type {(() => void)[]} what ends when it leaves the page */
  #ends = [];

  #scans = new Scans({
    connect: () => this.#service.connect(),
    options: () => this.#options(),
    concurrency: () => this.concurrency,
    progressed: (item, progress) => {
      this.#unfinished?.add(item);
      this.#view.draw([item]);
      this.#emit('metadefender-progress', { item, progress });
    },
    ended: (item) => this.#ended(item),
  });

  #view = new View(
    this.attachShadow({ mode: 'open' }),
    { choose: (files) => this.addFiles(files), act: (action, item) => this.#act(action, item) },
    () => ({ items: this.#items, texts: this.#texts, control: this.#control }),
  );

  constructor() {
    super();
    this.internals.role = 'group';
    this.addEventListener('click', (event) => {
      // A click on its <label> arrives at the element itself.
      if (event.composedPath()[0] === this) this.showPicker();
    });
    listenForFiles(this, {
      isDisabled: () => this.#isDisabled,
      dragged: (isOver) => this.#mark('dragging', isOver),
      take: (found) => this.#takeRead(found),
    });
    // It is there by the time a file is.
    const warmUp = () => void (this.#service.own ?? init().catch(() => {}));
    for (const sign of ['pointerenter', 'focusin', 'dragenter']) {
      this.addEventListener(sign, warmUp, { once: true });
    }
    this.addEventListener('focusin', () => this.#takeName());
  }

  connectedCallback() {
    this.takeUpProperties([...ATTRIBUTES, 'connection', 'scanOptions', 'messages']);
    const translate = () => this.#translate();
    this.#ends = [guardPage(), onLanguages(translate), watchLanguage(translate)];
    this.#translate();
    this.#takeUp();
  }

  disconnectedCallback() {
    for (const end of this.#ends.splice(0)) end();
    // What is only moved is in the page again by then.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#forgetReads();
      this.cancel();
    });
  }

  /** @param {string} name */
  attributeChangedCallback(name) {
    if (name === 'base-url' || name === 'api') {
      this.#service.forget();
      if (this.isConnected) this.#takeUp();
    }
    if (name === 'concurrency') this.#scans.next();
    if (name === 'accept' || name === 'max-size') this.#recheck();
    if (name === 'lang') this.#translate();
    else this.#refresh();
  }

  /** @param {boolean} disabled by itself or by a fieldset */
  formDisabledCallback(disabled) {
    this.#isDisabled = disabled;
    this.#view.draw('all');
  }

  formResetCallback() {
    this.#empty();
  }

  /** @param {unknown} state */
  formStateRestoreCallback(state) {
    if (state instanceof FormData) this.addFiles(filesOfState(state));
  }

  get connection() {
    return /** @type {MetaDefender | Promise<MetaDefender> | undefined} */ (this.#service.own);
  }
  set connection(connection) {
    this.#service.own = connection ?? undefined;
    if (this.isConnected) this.#takeUp();
  }

  // Svelte takes for a property what has a setter.
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
    this.#take([...files].map((file) => ({ file })));
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
    const meant = this.#items.filter((other) => !item || other === item);
    const cancelled = meant.filter((item) => this.#scans.cancel(item));
    if (cancelled.length === 0) return;
    for (const item of cancelled) this.#unfinished?.delete(item);
    this.#changed(cancelled);
  }

  /** @param {Item} item */
  retry(item) {
    if (!this.#items.includes(item) || !item.isRetriable) return;
    this.#scans.begin([item]);
    this.#changed([item]);
  }

  /** @param {Item} item */
  removeFile(item) {
    if (!this.#items.includes(item)) return;
    this.#scans.cancel(item);
    this.#unfinished?.delete(item);
    this.#items = this.#items.filter((other) => other !== item);
    this.#view.notice('');
    const { removed } = this.#texts.messages;
    this.#view.announcer.say(() => this.#texts.fill(removed, { name: shown(item.name) }));
    this.#changed([]);
  }

  clear() {
    if (this.#items.length === 0 && !this.#reads.areGoing) return;
    this.#empty();
    this.#emit('change');
  }

  /** @override @protected */
  validate() {
    const isReading = this.#reads.areGoing;
    const control = { ...this.#control, isReading, custom: this.customValidity };
    const { flags, message } = validityOf(this.#items, control, this.#texts);
    // A text may be empty in a translation; without one the browser takes the flags for a mistake.
    this.internals.setValidity(flags, message || '!', this.#view.anchor);
    const isScanning = isReading || this.#items.some((item) => item.isPending);
    this.#mark('scanning', isScanning);
    this.#mark('empty', this.#items.length === 0);
  }

  get #control() {
    const { accept, maxFiles, maxSize, multiple, required } = this;
    return { accept, maxFiles, maxSize, multiple, required, disabled: this.#isDisabled };
  }

  /** @returns {import('metadefender-wasm').ScanOptions} */
  #options() {
    const { scanOptions, rule, hashOnly } = this;
    const options = { ...scanOptions, hash: /** @type {const} */ ('sha256') };
    if (rule) Object.assign(options, { rule });
    if (hashOnly) Object.assign(options, { upload: false });
    return options;
  }

  /**
   * @param {import('./intake.js').Candidate[]} candidates
   * @param {number} [unreadable] how many could not be read; none and no candidates is no file
   */
  #take(candidates, unreadable) {
    const intake = takeIn(candidates, this.#items, this.#control);
    const { taken, found } = intake;
    if (taken.length > 0 && !this.multiple) this.#empty();
    this.#items = [...this.#items, ...taken];
    // What is kept for a restored page is made anew.
    this.#items = [...this.#items];
    for (const { lost, file } of found) lost.file = file;
    const back = found.map(({ lost }) => lost);
    const came = [...taken, ...back];
    this.#view.notice(leftOutText({ ...intake, unreadable }, this.maxFiles, this.#texts));
    if (came.length === 0) return;
    this.#scans.begin([
      ...taken.filter(({ state }) => state === 'waiting'),
      // The others are followed still, and scanned after that.
      ...back.filter(({ isPending }) => !isPending),
    ]);
    const { added } = this.#texts.messages;
    this.#view.announcer.say(() => this.#texts.plural(added, came.length));
    this.#changed(came);
  }

  /**
   * What was dropped may be a folder, and take its time. A form that is sent or emptied meanwhile
   * does without.
   * @param {ReturnType<typeof import('./dropped.js').filesOf>} found
   */
  async #takeRead(found) {
    const slow = () => this.#view.notice(this.#texts.messages.reading);
    const reading = this.#reads.wait(found, slow);
    this.#refresh();
    const read = await reading;
    if (!read) return;
    this.#view.notice('');
    this.#refresh();
    if (!this.#isDisabled) this.#take(read.files, read.unreadable);
  }

  #forgetReads() {
    this.#reads.forget();
    this.#view.notice('');
  }

  /** The limits are other ones: what they let in and what they refuse is so as well. */
  #recheck() {
    for (const item of this.#items) {
      const refusal = item.file && refusalOf(item.file, this.#control);
      if (refusal === item.refusal) continue;
      this.#scans.cancel(item);
      item.restart();
      item.refusal = refusal;
      if (refusal) item.state = 'refused';
      else this.#scans.begin([item]);
    }
  }

  /** What its labels say, without what it says itself. */
  #takeName() {
    const texts = [...this.labels].map((label) => textOutside(label, this));
    this.internals.ariaLabel = texts.join(' ').replace(/\s+/g, ' ').trim();
  }

  /** Takes up what was going on when the page was left, as soon as there is somebody to ask. */
  #takeUp() {
    if (this.#unfinished || !this.#service.isKnown) return;
    this.#unfinished = new Unfinished(keyOf(this));
    const present = new Set(this.#items.map(({ identity }) => identity));
    const lost = this.#unfinished.takeUp(present);
    if (lost.length === 0) return;
    this.#items = [...this.#items, ...lost];
    this.#scans.begin(lost);
    this.#changed(lost);
  }

  /** @param {Item} item whose scan is over */
  #ended(item) {
    const { scan, error } = item;
    // One that was lost is taken up again until its file is there, or the service has lost it too.
    if (item.file || error?.code === 'not-found') this.#unfinished?.delete(item);
    this.#refresh([item]);
    // One sentence for all that came to an end since the last one.
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

  /** Without an event: who emptied it knows. */
  #empty() {
    for (const item of this.#items) {
      this.#scans.cancel(item);
      this.#unfinished?.delete(item);
    }
    this.#items = [];
    this.#forgetReads();
    this.#refresh([]);
  }

  /** @param {Item[]} items that came, went or are in another state now */
  #changed(items) {
    this.#refresh(items);
    this.#emit('change');
  }

  /**
   * What is submitted, whether it may be, and what is seen.
   * @param {Item[] | 'all'} [items]
   */
  #refresh(items = 'all') {
    if (this.#kept.items !== this.#items) {
      this.#kept = { items: this.#items, state: formState(this.#items) };
    }
    this.internals.setFormValue(formValue(this.name, this.#items), this.#kept.state);
    this.validate();
    this.#view.draw(items);
  }

  /**
   * @param {import('./view/row.js').Action} action
   * @param {Item} item
   */
  #act(action, item) {
    if (action === 'cancel') this.cancel(item);
    else if (action === 'retry') this.retry(item);
    else {
      this.#view.focusBeside(item);
      this.removeFile(item);
    }
  }

  #translate() {
    this.#texts = new Texts(languageOf(this), this.#messages);
    this.#takeName();
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
  #mark(name, is) {
    // Absent from browsers of before 2024.
    if (is) this.internals.states?.add(name);
    else this.internals.states?.delete(name);
  }
}
