// @ts-check

/**
 * `ElementInternals`, or a stand-in for the pages of test runners.
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
  console.warn('<metadefender-upload>: no ElementInternals.setFormValue here, so no form sees it');
}

/** A form control without form association: its form does not see it. */
class FormlessInternals {
  states = new Set();
  validity = { valid: true };
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
    this.validity = { ...flags, valid };
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
    const labels = [...document.querySelectorAll('label')];
    return labels.filter((label) => label.htmlFor === id || label.contains(this.#element));
  }
}
