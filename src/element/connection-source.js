// @ts-check
import { connect } from 'metadefender-wasm';

/** @typedef {import('metadefender-wasm').MetaDefender} MetaDefender */
/** @typedef {import('metadefender-wasm').ConnectOptions} ConnectOptions */

/** The attributes that a connection is made from. */
export const CONNECTION_ATTRIBUTES = ['base-url', 'api', 'credentials', 'response-timeout'];

/** The connection for the scans: the one that the page set, or one made from the attributes. */
export class ConnectionSource {
  /** @type {MetaDefender | PromiseLike<MetaDefender> | undefined} set by the page */
  given;
  /** @type {ConnectOptions['headers']} set by the page */
  headers;
  /** @type {Promise<MetaDefender> | undefined} */
  #connection;
  #attributes;

  /** @param {Pick<ConnectOptions, 'baseUrl' | 'api' | 'credentials' | 'responseTimeout'>} attributes */
  constructor(attributes) {
    this.#attributes = attributes;
  }

  /** Whether there is a connection, or an attribute to make one from. */
  get isSet() {
    return this.given !== undefined || this.#attributes.baseUrl !== '';
  }

  /** Forgets the connection after a change of the attributes. */
  reset() {
    this.#connection = undefined;
  }

  /** @returns {Promise<MetaDefender>} */
  async connect() {
    if (this.given) return this.given;
    const { baseUrl, api, credentials, responseTimeout } = this.#attributes;
    const { headers } = this;
    const options = { baseUrl, api, credentials, responseTimeout, headers };
    const connection = (this.#connection ??= connect(options));
    // After a failure, the next scan tries again.
    connection.catch(() => this.#connection === connection && this.reset());
    return connection;
  }
}
