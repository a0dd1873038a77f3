// @ts-check
import { Attributes } from './attributes.js';
import { internalsOf } from './internals.js';

/** The members of every form control, based on ElementInternals. HTML, *Form-associated custom elements*. */
export class FormControl extends Attributes {
  static formAssociated = /** @type {const} */ (true);

  /** @protected */
  internals = internalsOf(this);
  /** @protected */
  customValidity = '';

  get type() {
    return this.localName;
  }

  get form() {
    return this.internals.form;
  }

  get labels() {
    return this.internals.labels;
  }

  get validity() {
    return this.internals.validity;
  }

  get validationMessage() {
    return this.internals.validationMessage;
  }

  get willValidate() {
    return this.internals.willValidate;
  }

  checkValidity() {
    return this.internals.checkValidity();
  }

  reportValidity() {
    return this.internals.reportValidity();
  }

  /** @param {string} message */
  setCustomValidity(message) {
    this.customValidity = String(message);
    this.validate();
  }

  /** @protected */
  validate() {}
}
