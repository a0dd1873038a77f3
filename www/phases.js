// @ts-check
import { duration, size } from './format.js';

/**
 * The bars of one scan, one a phase.
 */
export class Phases {
  /** @type {HTMLElement[]} */
  #rows;
  /** @type {HTMLElement | undefined} */
  #current;
  #since = performance.now();

  /** @param {Element} list */
  constructor(list) {
    this.#rows = [...list.querySelectorAll('li')];
  }

  /** @param {import('metadefender-wasm').Progress} progress */
  show({ phase, loaded, total }) {
    const row = this.#rows.find((row) => row.dataset.phase === phase);
    if (row !== this.#current) this.#begin(row);
    if (!row) return;
    const bar = part(row, 'progress');
    if (total === undefined) bar.removeAttribute('value');
    else bar.value = (100 * loaded) / total;
    const bytes = phase === 'hash' || phase === 'upload';
    if (phase === 'upload' && loaded === total) part(row, 'small').textContent = 'sent, waiting';
    else if (bytes && total) part(row, 'small').textContent = `${size(loaded)} of ${size(total)}`;
    else if (phase === 'scan') part(row, 'small').textContent = `${loaded} %`;
  }

  /**
   * No phase goes on any more.
   * @param {boolean} succeeded
   */
  end(succeeded) {
    if (succeeded) this.#begin(undefined);
    else if (this.#current) this.#current.dataset.state = 'failed';
    for (const row of this.#rows) row.dataset.state ??= 'skipped';
  }

  /** @param {HTMLElement | undefined} row */
  #begin(row) {
    const now = performance.now();
    if (this.#current) {
      this.#current.dataset.state = 'done';
      part(this.#current, 'progress').value = 100;
      part(this.#current, 'small').textContent = duration(now - this.#since);
    }
    this.#current = row;
    this.#since = now;
    if (row) row.dataset.state = 'active';
  }
}

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {HTMLElement} row
 * @param {Name} name
 */
function part(row, name) {
  return /** @type {HTMLElementTagNameMap[Name]} */ (row.querySelector(name));
}
