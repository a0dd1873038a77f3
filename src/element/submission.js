// @ts-check

/**
 * The shortest time between two updates of the value while files are being scanned: with thousands of files an update
 * takes milliseconds.
 */
const INTERVAL_MS = 250;

/**
 * What the form submits for the element. The value is set some time after a change. Until then it is a placeholder,
 * which the event `formdata` replaces by the current value, so that whoever reads the form gets the right one.
 */
export class Submission {
  /** Unique, so that it is found among the entries of the form. */
  #placeholder = `metadefender-upload-${Math.random().toString(36).slice(2)}`;
  #isStale = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {HTMLFormElement | null} */
  #form = null;
  #internals;
  #source;

  /**
   * @param {ElementInternals} internals
   * @param {{ value: () => FormData | null, state: () => FormData, isPending: () => boolean }} source
   */
  constructor(internals, source) {
    this.#internals = internals;
    this.#source = source;
  }

  /** @param {HTMLFormElement | null} form that the element belongs to from now on */
  follow(form) {
    this.#form?.removeEventListener('formdata', this.#onFormData, true);
    this.#form = form;
    // In the capture phase: before the listeners of the page, which may read the data.
    form?.addEventListener('formdata', this.#onFormData, true);
  }

  /** Call it after each change of what is submitted. */
  change() {
    const delay = this.#source.isPending() ? INTERVAL_MS : 0;
    if (this.#isStale && delay > 0) return;
    if (!this.#isStale) {
      this.#isStale = true;
      const placeholder = new FormData();
      placeholder.append(this.#placeholder, '');
      this.#internals.setFormValue(placeholder, '');
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#set(this.#source.value()), delay);
  }

  /** @param {FormData | null} value */
  #set(value) {
    clearTimeout(this.#timer);
    this.#isStale = false;
    this.#internals.setFormValue(value, this.#source.state());
  }

  #onFormData = (/** @type {FormDataEvent} */ { formData }) => {
    // Without the placeholder, the form has the value already, or the element is disabled.
    if (!formData.has(this.#placeholder)) return;
    const entries = [...formData];
    const value = this.#source.value();
    for (const name of new Set(formData.keys())) formData.delete(name);
    for (const [name, entry] of entries) {
      if (name === this.#placeholder) for (const own of value ?? []) formData.append(...own);
      else formData.append(name, entry);
    }
    this.#set(value);
  };
}
