// @ts-check
import { size, words } from './format.js';
import { Phases } from './phases.js';

const VERDICTS = { allowed: 'Allowed', blocked: 'Blocked', undetermined: 'Undetermined' };

/**
 * One file and what becomes of it. What the server says is shown as text, never as HTML.
 */
export class ScanCard {
  element = /** @type {HTMLElement} */ (template().firstElementChild);
  #phases = new Phases(this.#part('.phases'));

  /**
   * @param {File} file
   * @param {() => void} cancel
   */
  constructor(file, cancel) {
    this.#part('.name').textContent = file.name;
    this.#part('.size').textContent = size(file.size);
    this.#part('.cancel').addEventListener('click', cancel);
  }

  /** @param {import('metadefender-wasm').Progress} progress */
  progress(progress) {
    if (progress.phase !== 'done') this.#verdict('pending', `${Math.floor(progress.percentage)} %`);
    this.#phases.show(progress);
  }

  /** @param {import('metadefender-wasm').Scan} scan */
  finished(scan) {
    this.#end(true);
    this.#verdict(scan.verdict, VERDICTS[scan.verdict]);
    const found = scan.threats.map(({ engine, threat }) => `${threat} (${engine})`);
    this.#because(found.join(', ') || words(scan.reason));
    this.#facts({
      Reason: scan.reason,
      'The server says': scan.detail,
      'Answered by': scan.via === 'lookup' ? 'the look-up; nothing was uploaded' : 'an analysis',
      'SHA-256': scan.digests.sha256,
      'Data id': scan.dataId,
    });
    this.#part('.answer').hidden = false;
    this.#part('.answer pre').textContent = JSON.stringify(scan.result, null, 2);
  }

  /** @param {unknown} error */
  failed(error) {
    this.#end(false);
    const { code, message } =
      /** @type {Partial<import('metadefender-wasm').MetaDefenderError>} */ (error);
    this.#verdict('failed', error instanceof DOMException ? 'Cancelled' : 'Failed');
    this.#because(message ?? String(error));
    if (typeof code === 'string') this.#facts({ 'Error code': code });
  }

  /** @param {boolean} succeeded */
  #end(succeeded) {
    this.#phases.end(succeeded);
    this.#part('.cancel').hidden = true;
  }

  /**
   * @param {string} verdict
   * @param {string} text
   */
  #verdict(verdict, text) {
    this.element.dataset.verdict = verdict;
    this.#part('.verdict').textContent = text;
  }

  /** @param {string} text */
  #because(text) {
    this.#part('.because').textContent = text;
    this.#part('.because').hidden = false;
  }

  /** @param {Record<string, string | undefined>} facts */
  #facts(facts) {
    const list = this.#part('.facts');
    for (const [name, value] of Object.entries(facts)) {
      if (!value) continue;
      list.append(textElement('dt', name), textElement('dd', value));
    }
    list.hidden = false;
  }

  /** @param {string} selector */
  #part(selector) {
    return /** @type {HTMLElement} */ (this.element.querySelector(selector));
  }
}

function template() {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById('scan'));
  return /** @type {DocumentFragment} */ (template.content.cloneNode(true));
}

/**
 * @param {string} name
 * @param {string} text
 */
function textElement(name, text) {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}
