// @ts-check
import { connect } from 'metadefender-wasm';

/**
 * @typedef {object} Settings
 * @property {string} baseUrl
 * @property {'cluster' | 'cloud-v2' | 'cloud-v4'} api
 * @property {string} [apiKey]
 * @property {string} [user]
 * @property {string} [password]
 */

/**
 * The connection of this page and its state. Dispatches `change` when the state changes. The key and the password are
 * not stored anywhere else.
 */
export class Connection extends EventTarget {
  /** @type {'connecting' | 'connected' | 'failed'} */
  state = 'connecting';
  /** @type {import('metadefender-wasm').Rule[]} */
  rules = [];
  /** The rule of the scans; empty for the server's default one. */
  rule = '';
  /** The user who is logged in. */
  user = '';
  baseUrl = '';
  /** The error, if it failed. @type {unknown} */
  error;
  /** @type {Promise<import('metadefender-wasm').MetaDefender>} */
  metadefender = Promise.reject(new Error('not connected yet'));

  constructor() {
    super();
    this.metadefender.catch(() => {});
  }

  /**
   * Connects, and fetches the rules to check the connection.
   * @param {Settings} settings
   */
  async open({ baseUrl, api, apiKey, user, password }) {
    // A scan that starts meanwhile waits for the log-in.
    const connecting = connect({ baseUrl, api, apiKey: apiKey || undefined }).then(
      async (metadefender) => {
        if (user) await metadefender.login(user, password ?? '');
        return metadefender;
      },
    );
    this.metadefender = connecting;
    this.#become({ state: 'connecting', baseUrl, rules: [], user: '', error: undefined });
    try {
      const metadefender = await connecting;
      const rules = await this.#rulesOf(metadefender);
      if (this.metadefender === connecting) this.#connected(rules, user ?? '');
    } catch (error) {
      if (this.metadefender === connecting) this.#become({ state: 'failed', error });
    }
  }

  async logout() {
    const current = this.metadefender;
    try {
      const metadefender = await current;
      await metadefender.logout();
      this.#become({ user: '' });
      const rules = await this.#rulesOf(metadefender);
      if (this.metadefender === current) this.#connected(rules, '');
    } catch (error) {
      if (this.metadefender === current) this.#become({ state: 'failed', error });
    }
  }

  /** @param {string} rule */
  choose(rule) {
    this.#become({ rule });
  }

  /**
   * The rules. Cloud does not list any, and a proxy on the page's own origin may not pass the call on.
   * @param {import('metadefender-wasm').MetaDefender} metadefender
   */
  async #rulesOf(metadefender) {
    try {
      return await metadefender.rules();
    } catch (error) {
      const { code } = /** @type {Partial<import('metadefender-wasm').MetaDefenderError>} */ (
        error
      );
      const isProxy = this.baseUrl.startsWith('/');
      if (code === 'unsupported' || (isProxy && code === 'forbidden')) return [];
      throw error;
    }
  }

  /**
   * @param {import('metadefender-wasm').Rule[]} rules
   * @param {string} user
   */
  #connected(rules, user) {
    const rule = rules.some(({ name }) => name === this.rule) ? this.rule : '';
    this.#become({ state: 'connected', rules, rule, user });
  }

  /** @param {Partial<Connection>} change */
  #become(change) {
    Object.assign(this, change);
    this.dispatchEvent(new Event('change'));
  }
}
