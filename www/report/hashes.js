// @ts-check
import { digest } from 'metadefender-wasm';
import { copyButton } from '../lib/clipboard.js';
import { h } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { object, text } from '../lib/untrusted.js';
import { panel } from './panel.js';

/** @typedef {import('metadefender-wasm').Algorithm} Algorithm */

/** @type {Record<Algorithm, string>} */
const ALGORITHMS = { md5: 'MD5', sha1: 'SHA-1', sha256: 'SHA-256', sha512: 'SHA-512' };
const ALL = /** @type {Algorithm[]} */ (Object.keys(ALGORITHMS));

/**
 * The four hashes: those of the server, and those computed here if the page has the file.
 * @param {import('./model.js').Report} report
 * @param {AbortSignal} signal
 */
export function hashes({ file, scan }, signal) {
  const said = object(scan?.result.file_info);
  const rows = ALL.map((algorithm) => row(algorithm, text(said[algorithm]).toLowerCase()));
  const status = h('p', { class: 'note', role: 'status' });
  if (file) compute(file);
  else for (const row of rows) row.show();
  return panel('Hashes', 'hashes', h('dl', {}, ...rows.map(({ element }) => element)), status);

  /** @param {Blob} file */
  async function compute(file) {
    status.textContent = 'Hashing the file …';
    try {
      const onProgress = (/** @type {import('metadefender-wasm').Progress} */ { percentage }) => {
        if (file.size > LARGE) status.textContent = `Hashing the file: ${Math.floor(percentage)} %`;
      };
      const digests = await digest(file, { algorithms: ALL, signal, onProgress });
      for (const row of rows) row.show(digests[row.algorithm]);
      status.textContent = '';
    } catch (error) {
      if (signal.aborted) return;
      for (const row of rows) row.show();
      status.textContent = `The file cannot be hashed any more: ${/** @type {Error} */ (error).message}`;
    }
  }
}

/** The size from which hashing takes long enough to show its progress. */
const LARGE = 32 * 1024 * 1024;

/**
 * @param {Algorithm} algorithm
 * @param {string} said by the server
 */
function row(algorithm, said) {
  const title = ALGORITHMS[algorithm];
  const value = h('code', {}, said || '…');
  const agreement = h('span', { class: 'agreement' });
  const copy = copyButton(title, () => value.textContent ?? '');
  copy.disabled = !said;
  return {
    algorithm,
    element: h('div', {}, h('dt', {}, title, agreement), h('dd', {}, value, copy)),
    /** @param {string} [computed] */
    show(computed) {
      value.textContent = computed ?? (said || 'not reported');
      copy.disabled = !(computed ?? said);
      const [state, words] = agreementOf(computed, said);
      agreement.replaceChildren(...(state === 'same' ? [icon('allowed')] : []), words);
      agreement.dataset.state = state;
    },
  };
}

/**
 * @param {string | undefined} computed
 * @param {string} said
 * @returns {[state: string, words: string]}
 */
function agreementOf(computed, said) {
  if (computed && said) {
    return computed === said
      ? ['same', 'the server’s is the same']
      : ['different', `the server says ${said}`];
  }
  if (computed) return ['alone', 'computed here; the server says none'];
  return ['alone', said ? 'by the server' : ''];
}
