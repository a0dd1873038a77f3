// @ts-check
/** @typedef {import('./index.js').Batch} Interface */

/**
 * Files in a group. Documented in types/batch.d.ts.
 * @implements {Interface}
 */
export class Batch {
  #connection;
  #id;

  /**
   * @param {import('./glue.js').Connection} connection
   * @param {string} id
   */
  constructor(connection, id) {
    this.#connection = connection;
    this.#id = id;
  }

  get id() {
    return this.#id;
  }

  /** @type {Interface['add']} */
  add(source, options) {
    return this.#connection.call('batchAdd', this.#id, options, source);
  }

  /** @type {Interface['status']} */
  status(options) {
    return this.#connection.call('batchStatus', this.#id, options);
  }

  /** @type {Interface['files']} */
  files(options) {
    return this.#connection.pages(this.#id, options, true);
  }

  /** @type {Interface['close']} */
  close(options) {
    return this.#connection.call('batchClose', this.#id, options);
  }

  /** @type {Interface['wait']} */
  wait(options) {
    return this.#connection.call('batchWait', this.#id, options);
  }

  /** @type {Interface['certificate']} */
  certificate(options) {
    return this.#connection.call('batchCertificate', this.#id, options);
  }

  /** @type {Interface['cancel']} */
  cancel(options) {
    return this.#connection.call('batchCancel', this.#id, options);
  }
}
