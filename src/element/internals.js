// @ts-check

/**
 * `ElementInternals`, or what stands in for it in the pages that test runners make.
 * @param {HTMLElement} element
 * @returns {ElementInternals}
 */
export function internalsOf(element) {
  const internals = element.attachInternals?.();
  if (internals && 'setFormValue' in internals) return internals;
  warnOnce();
  return /** @type {any} */ (new FormlessInternals(element));
}

let hasWarned = false;

function warnOnce() {
  if (hasWarned) return;
  hasWarned = true;
  console.warn(
    '<metadefender-upload>: this page has no form-associated custom elements (ElementInternals.setFormValue), as in jsdom ' +
      'and happy-dom. Files are scanned, and checkValidity() says what it should; but no form submits, validates, resets or ' +
      'disables the element, and it has no style.',
  );
}

const VALID = {
  ...{ badInput: false, customError: false, patternMismatch: false, rangeOverflow: false },
  ...{ rangeUnderflow: false, stepMismatch: false, tooLong: false, tooShort: false },
  ...{ typeMismatch: false, valid: true, valueMissing: false },
};

/** What there is of a form control without a form that knows of it. */
class FormlessInternals {
  role = '';
  ariaLabel = '';
  states = new Set();
  validity = VALID;
  validationMessage = '';
  #element;

  /** @param {HTMLElement} element */
  constructor(element) {
    this.#element = element;
  }

  setFormValue() {}

  /**
   * @param {ValidityStateFlags} flags
   * @param {string} message
   */
  setValidity(flags, message) {
    const valid = !Object.values(flags).includes(true);
    this.validity = { ...VALID, ...flags, valid };
    this.validationMessage = valid ? '' : message;
  }

  get willValidate() {
    return !this.#element.hasAttribute('disabled');
  }

  checkValidity() {
    const { valid } = this.validity;
    if (!valid) this.#element.dispatchEvent(new Event('invalid', { cancelable: true }));
    return valid;
  }

  reportValidity() {
    return this.checkValidity();
  }

  get form() {
    return this.#element.closest('form');
  }

  get labels() {
    const { id } = this.#element;
    const labels = [...this.#element.ownerDocument.querySelectorAll('label')];
    return labels.filter((label) =>
      label.htmlFor ? label.htmlFor === id : label.contains(this.#element),
    );
  }
}
