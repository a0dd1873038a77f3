// @ts-check

/**
 * Prevents a form from being submitted while files of its field are being scanned or can be retried: it would be submitted
 * without them. If FilePond uploads the files itself, the form has no files and nothing is prevented.
 */
export class FormGuard {
  /** The reasons, by the ids of the items. @type {Map<string, string>} */
  #reasons = new Map();
  /** FilePond's own input, on which it also reports invalid files. @type {HTMLInputElement | undefined} */
  #field;
  /** The validity message that was set here. */
  #message = '';
  #query;

  /** @param {import('./options.js').Query} query */
  constructor(query) {
    this.#query = query;
  }

  /** @param {Element} element of an item */
  found(element) {
    this.#field =
      element.closest('.filepond--root')?.querySelector('.filepond--browser') ?? undefined;
    this.#update();
  }

  /** @param {string} id */
  isScanning(id) {
    this.#set(id, 'GET_LABEL_FILE_SCANNING_FIELD');
  }

  /** @param {string} id */
  isRefused(id) {
    if (this.#query('GET_CHECK_VALIDITY')) this.#set(id, 'GET_LABEL_INVALID_FIELD');
    else this.release(id);
  }

  /** @param {string} id */
  release(id) {
    this.#reasons.delete(id);
    this.#update();
  }

  /** @param {string} id @param {string} label */
  #set(id, label) {
    if (this.#query('IS_ASYNC')) return;
    this.#reasons.set(id, this.#query(label));
    this.#update();
  }

  #update() {
    const field = this.#field;
    const [message = ''] = this.#reasons.values();
    // A message that FilePond has set in the meantime is not cleared here.
    if (!field || (message === '' && field.validationMessage !== this.#message)) return;
    this.#message = message;
    field.setCustomValidity(message);
  }
}
