// @ts-check
import { connect } from 'metadefender-wasm';

/** @typedef {import('metadefender-wasm').MetaDefender} MetaDefender */

/** The connection for the scans: the one that the page set, or one made from the attributes. */
export class ConnectionSource {
  /** @type {MetaDefender | PromiseLike<MetaDefender> | undefined} set by the page */
  given;
  /** @type {Promise<MetaDefender> | undefined} */
  #connection;
  #attributes;

  /** @param {{ baseUrl: string, api: import('metadefender-wasm').ConnectOptions['api'] }} attributes */
  constructor(attributes) {
    this.#attributes = attributes;
  }

  /** Whether there is a connection, or an attribute to make one from. */
  get isSet() {
    return this.given !== undefined || this.#attributes.baseUrl !== '';
  }

  /** After a change of the attributes. */
  reset() {
    this.#connection = undefined;
  }

  /** @returns {Promise<MetaDefender>} */
  async connect() {
    if (this.given) return this.given;
    const { baseUrl, api } = this.#attributes;
    const connection = (this.#connection ??= connect({ baseUrl, api }));
    // After a failure, the next scan tries again.
    connection.catch(() => this.#connection === connection && this.reset());
    return connection;
  }
}
