// @ts-check

/**
 * What it needs from the element.
 * @typedef {object} HeldSubmissionHost
 * @property {() => boolean} isWanted whether submissions are held at all
 * @property {() => boolean} isPending whether a file is still read or scanned
 * @property {() => boolean} isValid whether the element lets the form be sent
 * @property {(isHeld: boolean) => void} onHold a submission is held, or no longer
 * @property {() => void} onRefused the held submission is dropped, as a file is not allowed
 */

/** Holds the submission of a form until the files are scanned, and then sends it. */
export class HeldSubmission {
  /** @type {{ submitter: HTMLElement | null } | undefined} */
  #held;
  /** @type {HTMLFormElement | null} */
  #form = null;
  #host;

  /** @param {HeldSubmissionHost} host */
  constructor(host) {
    this.#host = host;
  }

  /** @param {HTMLFormElement | null} form that the element belongs to from now on */
  follow(form) {
    this.drop();
    this.#form?.removeEventListener('submit', this.#onSubmit, true);
    this.#form = form;
    // In the capture phase: the page's own listeners are only called when it is sent.
    form?.addEventListener('submit', this.#onSubmit, true);
  }

  drop() {
    if (!this.#held) return;
    this.#held = undefined;
    this.#host.onHold(false);
  }

  /** Call it when scans may have ended. It sends later, after the listeners of their events. */
  update() {
    if (this.#held) queueMicrotask(() => this.#sendIfDone());
  }

  #onSubmit = (/** @type {SubmitEvent} */ event) => {
    const { submitter } = event;
    // A button such as "Save as draft" may send what is not complete.
    const isComplete = !(submitter && 'formNoValidate' in submitter && submitter.formNoValidate);
    if (event.defaultPrevented || !isComplete) return;
    if (!this.#host.isWanted() || !this.#host.isPending()) return this.drop();
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#held = { submitter };
    this.#host.onHold(true);
  };

  #sendIfDone() {
    const form = this.#form;
    // A form that is not in the document is not sent; it may come back.
    if (!this.#held || this.#host.isPending() || !form?.isConnected) return;
    const { submitter } = this.#held;
    this.drop();
    if (!this.#host.isValid()) this.#host.onRefused();
    else if (isSubmitterOf(submitter, form)) form.requestSubmit(submitter);
    else form.requestSubmit();
  }
}

/**
 * Whether a button still belongs to the form: the page may have removed it meanwhile.
 * @param {HTMLElement | null} button
 * @param {HTMLFormElement | null} form
 */
function isSubmitterOf(button, form) {
  return (
    (button instanceof HTMLButtonElement || button instanceof HTMLInputElement) &&
    button.form === form
  );
}
