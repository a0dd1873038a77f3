// @ts-check
import { connect } from 'metadefender-wasm';

/** @typedef {import('metadefender-wasm').MetaDefender} MetaDefender */

/** Who scans: a connection that the page gave, or one by the attributes. */
export class Service {
  /** @type {MetaDefender | PromiseLike<MetaDefender> | undefined} the page's own */
  own;
  /** @type {Promise<MetaDefender> | undefined} */
  #made;
  #attributes;

  /** @param {{ baseUrl: string, api: import('metadefender-wasm').ConnectOptions['api'] }} attributes */
  constructor(attributes) {
    this.#attributes = attributes;
  }

  /** Whether there is somebody to ask. */
  get isKnown() {
    return this.own !== undefined || this.#attributes.baseUrl !== '';
  }

  /** The attributes are other ones. */
  forget() {
    this.#made = undefined;
  }

  /** @returns {Promise<MetaDefender>} */
  async connect() {
    if (this.own) return this.own;
    const { baseUrl, api } = this.#attributes;
    const made = (this.#made ??= connect({ baseUrl, api }));
    // The next scan tries again.
    made.catch(() => this.#made === made && this.forget());
    return made;
  }
}
