// @ts-check
import { byId, h } from './lib/dom.js';
import { size } from './lib/format.js';
import { problem } from './problem.js';

/** The settings, and the status of the connection. */
export class SettingsView {
  #dialog = /** @type {HTMLDialogElement} */ (byId('settings'));
  #form = /** @type {HTMLFormElement} */ (byId('settings-form'));
  #rule = /** @type {HTMLSelectElement} */ (byId('rule'));
  #connection;

  /**
   * @param {import('./connection.js').Connection} connection
   * @param {string} baseUrl
   */
  constructor(connection, baseUrl) {
    this.#connection = connection;
    byId('open-settings').addEventListener('click', () => this.open());
    byId('problem-settings').addEventListener('click', () => this.open());
    byId('problem-retry').addEventListener('click', () => this.#connect());
    byId('settings-close').addEventListener('click', () => this.#dialog.close());
    byId('logout').addEventListener('click', () => connection.logout());
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#connect();
    });
    this.#form.addEventListener('change', () => this.#showCredentials());
    this.#rule.addEventListener('change', () => connection.choose(this.#rule.value));
    connection.addEventListener('change', () => this.#show());
    this.#input('base-url').value = baseUrl;
    this.#showCredentials();
    this.#connect();
  }

  open() {
    this.#dialog.showModal();
  }

  #connect() {
    const by = this.#form.elements.namedItem('credentials');
    const credentials = by instanceof RadioNodeList ? by.value : '';
    const user = credentials === 'login' ? this.#input('user').value : '';
    const apiKey = credentials === 'key' ? this.#input('key').value : '';
    const api = /** @type {import('./connection.js').Settings['api']} */ (this.#input('api').value);
    const password = this.#input('password').value;
    this.#connection.open({ baseUrl: this.#input('base-url').value, api, apiKey, user, password });
  }

  #showCredentials() {
    const by = this.#form.elements.namedItem('credentials');
    const chosen = by instanceof RadioNodeList ? by.value : '';
    byId('credentials-key').hidden = chosen !== 'key';
    byId('credentials-login').hidden = chosen !== 'login';
    this.#input('user').required = chosen === 'login';
  }

  #show() {
    const { state, rules, rule, user, error } = this.#connection;
    const trouble = state === 'failed' ? problem(error) : undefined;
    const limit = rules.find(({ name }) => name === rule)?.max_file_size;
    document.documentElement.dataset.connection = state;
    byId('connection-state').textContent = this.#inWords();
    byId('settings-state').textContent = trouble
      ? `Not connected. ${trouble.message} ${trouble.advice}`
      : this.#inWords();
    byId('settings-state').dataset.state = state;
    byId('problem').hidden = !trouble;
    byId('problem-text').textContent = trouble?.message ?? '';
    byId('problem-advice').textContent = trouble?.advice ?? '';
    byId('logout').hidden = user === '';
    const options = rules.map(({ name = '' }) => h('option', { value: name }, name));
    this.#rule.replaceChildren(h('option', { value: '' }, 'The server’s default'), ...options);
    this.#rule.value = rule;
    byId('rule-limit').textContent =
      limit === undefined ? '' : `Takes files of up to ${size(limit)}.`;
  }

  #inWords() {
    const { state, baseUrl, user, rule } = this.#connection;
    if (state === 'connecting') return 'Connecting …';
    if (state === 'failed') return 'Not connected';
    const as = user && ` as ${user}`;
    return `Connected to ${baseUrl.replace(/^https?:\/\//, '')}${as}${rule && `, rule “${rule}”`}`;
  }

  /** @param {string} id */
  #input(id) {
    return /** @type {HTMLInputElement} */ (byId(id));
  }
}
