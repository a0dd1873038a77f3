// @ts-check

/**
 * Keeps a form from being sent while files of its field are scanned, or wait for the user to try again: it would be sent without them. Where FilePond uploads files by itself, the
 * form has no files.
 */
export class FormGuard {
  /** Why, by the ids of the items. @type {Map<string, string>} */
  #reasons = new Map();
  /** FilePond's own, by which it says as much of files that are not valid. @type {HTMLInputElement | undefined} */
  #field;
  /** What this has told the browser. */
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
    // What FilePond has said meanwhile is for it to take back.
    if (!field || (message === '' && field.validationMessage !== this.#message)) return;
    this.#message = message;
    field.setCustomValidity(message);
  }
}
