// @ts-check
import { connect } from 'metadefender-wasm';
void connect;

/** A stand-in until the element is there. */
class StandIn extends HTMLElement {
  /** @type {any[]} */
  items = [];
  /** @type {any} */
  connection;
  rule = '';
  #list = document.createElement('ul');
  connectedCallback() {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.addEventListener('change', () => this.addFiles(input.files ?? []));
    const zone = document.createElement('label');
    zone.className = 'batch-zone';
    zone.append('Drop files here', input);
    this.#list.className = 'chosen';
    this.append(zone, this.#list);
  }
  /** @param {Iterable<File>} files */
  addFiles(files) {
    for (const file of files) {
      const item = { name: file.name, path: file.name, size: file.size, file, state: 'waiting' };
      this.items.push(item);
      this.#scan(item);
    }
  }
  /** @param {any} item */
  cancel(item) {
    item.abort.abort();
    item.state = 'cancelled';
    this.dispatchEvent(new Event('change', { bubbles: true }));
  }
  /** @param {any} item */
  async #scan(item) {
    item.abort = new AbortController();
    const row = document.createElement('li');
    row.textContent = item.name;
    this.#list.prepend(row);
    const tell = (/** @type {string} */ type, /** @type {any} */ detail) =>
      this.dispatchEvent(new CustomEvent(`metadefender-${type}`, { detail: { item, ...detail } }));
    try {
      item.state = 'scanning';
      const md = await this.connection;
      const scan = await md.scan(item.file, {
        signal: item.abort.signal,
        ...(this.rule ? { rule: this.rule } : {}),
        onProgress: (/** @type {any} */ progress) => tell('progress', { progress }),
      });
      item.state = scan.verdict;
      tell('verdict', { scan });
    } catch (error) {
      if (item.state === 'cancelled') return;
      item.state = 'failed';
      tell('error', { error });
    }
    row.textContent += ` ${item.state}`;
  }
}
customElements.define('metadefender-upload', StandIn);
