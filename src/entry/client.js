// @ts-check
import { Batch } from './batch.js';
import { Connection, Operation } from './metadefender.js';

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
    return this.#connection.call(Operation.Scan, source, options);
  }

  /** @type {Interface['scanBatch']} */
  scanBatch(sources, options) {
    return this.#connection.call(Operation.ScanBatch, sources, options);
  }

  /** @type {Interface['analyze']} */
  analyze(source, options) {
    return this.#connection.call(Operation.Analyze, source, options);
  }

  /** @type {Interface['result']} */
  result(dataId, options) {
    return this.#connection.call(Operation.Result, dataId, options);
  }

  /** @type {Interface['resultByHash']} */
  resultByHash(hash, options) {
    return this.#connection.call(Operation.ResultByHash, hash, options);
  }

  /** @type {Interface['resultsByHash']} */
  resultsByHash(hashes, options) {
    return this.#connection.call(Operation.ResultsByHash, hashes, options);
  }

  /** @type {Interface['wait']} */
  wait(dataId, options) {
    return this.#connection.call(Operation.Wait, dataId, options);
  }

  /** @type {Interface['extractedFiles']} */
  extractedFiles(dataId, options) {
    return this.#connection.pages(dataId, options, false);
  }

  /** @type {Interface['cancel']} */
  cancel(dataId, options) {
    return this.#connection.call(Operation.Cancel, dataId, options);
  }

  /** @type {Interface['downloadSanitized']} */
  downloadSanitized(dataId, options) {
    return this.#connection.call(Operation.DownloadSanitized, dataId, options);
  }

  /** @type {Interface['download']} */
  download(dataId, options) {
    return this.#connection.call(Operation.Download, dataId, options);
  }

  /** @type {Interface['rules']} */
  rules(options) {
    return this.#connection.call(Operation.Rules, undefined, options);
  }

  /** @type {Interface['limits']} */
  limits(options) {
    return this.#connection.call(Operation.Limits, undefined, options);
  }

  /** @type {Interface['login']} */
  login(user, password, options) {
    return this.#connection.call(Operation.Login, user, options, password);
  }

  /** @type {Interface['logout']} */
  logout(options) {
    return this.#connection.call(Operation.Logout, undefined, options);
  }

  /** @type {Interface['createBatch']} */
  async createBatch(options) {
    const id = await this.#connection.call(Operation.CreateBatch, undefined, options);
    return new Batch(this.#connection, id);
  }

  /** @type {Interface['batch']} */
  batch(batchId) {
    this.#connection.checkBatch(batchId);
    return new Batch(this.#connection, batchId);
  }
}
