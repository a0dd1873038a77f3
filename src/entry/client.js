// @ts-check
import { Batch } from './batch.js';
import { Connection } from './glue.js';

/** @typedef {import('./index.js').MetaDefender} Interface */

/**
 * A connection to MetaDefender. Documented in types/client.d.ts.
 * @implements {Interface}
 */
export class MetaDefender {
  #connection;

  /** @param {import('./index.js').ConnectOptions} options */
  constructor(options) {
    this.#connection = new Connection(options);
  }

  /** @type {Interface['scan']} */
  scan(source, options) {
    return this.#connection.call('scan', source, options);
  }

  /** @type {Interface['scanBatch']} */
  scanBatch(sources, options) {
    return this.#connection.call('scanBatch', sources, options);
  }

  /** @type {Interface['analyze']} */
  analyze(source, options) {
    return this.#connection.call('analyze', source, options);
  }

  /** @type {Interface['result']} */
  result(dataId, options) {
    return this.#connection.call('result', dataId, options);
  }

  /** @type {Interface['resultByHash']} */
  resultByHash(hash, options) {
    return this.#connection.call('resultByHash', hash, options);
  }

  /** @type {Interface['resultsByHash']} */
  resultsByHash(hashes, options) {
    return this.#connection.call('resultsByHash', hashes, options);
  }

  /** @type {Interface['wait']} */
  wait(dataId, options) {
    return this.#connection.call('wait', dataId, options);
  }

  /** @type {Interface['resume']} */
  resume(dataId, options) {
    return this.#connection.call('resume', dataId, options);
  }

  /** @type {Interface['extractedFiles']} */
  extractedFiles(dataId, options) {
    return this.#connection.pages(dataId, options, false);
  }

  /** @type {Interface['cancel']} */
  cancel(dataId, options) {
    return this.#connection.call('cancel', dataId, options);
  }

  /** @type {Interface['downloadSanitized']} */
  downloadSanitized(dataId, options) {
    return this.#connection.call('downloadSanitized', dataId, options);
  }

  /** @type {Interface['download']} */
  download(dataId, options) {
    return this.#connection.call('download', dataId, options);
  }

  /** @type {Interface['rules']} */
  rules(options) {
    return this.#connection.call('rules', undefined, options);
  }

  /** @type {Interface['limits']} */
  limits(options) {
    return this.#connection.call('limits', undefined, options);
  }

  /** @type {Interface['login']} */
  login(user, password, options) {
    return this.#connection.call('login', user, options, password);
  }

  /** @type {Interface['logout']} */
  logout(options) {
    return this.#connection.call('logout', undefined, options);
  }

  /** @type {Interface['createBatch']} */
  async createBatch(options) {
    const id = await this.#connection.call('createBatch', undefined, options);
    return new Batch(this.#connection, id);
  }

  /** @type {Interface['batch']} */
  batch(batchId) {
    this.#connection.checkBatch(batchId);
    return new Batch(this.#connection, batchId);
  }
}
