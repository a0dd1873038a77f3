// @ts-check
import { h } from '../lib/dom.js';
import { nameOf, save } from '../lib/download.js';
import { decodedName } from '../lib/format.js';
import { icon } from '../lib/icons.js';
import { object, text } from '../lib/untrusted.js';
import { problem } from '../problem.js';

/** @typedef {() => Promise<import('metadefender-wasm').MetaDefender>} Service */

/**
 * A link that downloads the sanitised copy; null where there is none.
 * @param {import('metadefender-wasm').Scan} scan
 * @param {string} name of the file
 * @param {Service} service
 */
export function cleanCopy({ dataId, result }, name, service) {
  const after = object(object(result.process_info).post_processing);
  const outcome = text(object(after.sanitization_details).result);
  const made = outcome === 'Sanitized' || text(after.converted_destination) !== '';
  const cloud = text(object(result.sanitized).file_path) !== '';
  if (!made && !cloud) return null;
  const usual = decodedName(after.converted_destination) || `sanitized_${name}`;
  return link('Download the clean copy', usual, async () =>
    (await service()).downloadSanitized(dataId),
  );
}

/**
 * A link that downloads the redacted copy; null where there is none.
 * @param {import('metadefender-wasm').Scan} scan
 * @param {string} name of the file
 * @param {Service} service
 */
export function redactedCopy({ dataId, result }, name, service) {
  const info = object(result.dlp_info);
  if (object(info.redact).result !== 'redacted') return null;
  const usual = decodedName(info.filename) || `redacted_${name}`;
  return link('Download the redacted copy', usual, async () => (await service()).download(dataId));
}

/**
 * @param {string} label
 * @param {string} usual the name of the file, unless the server gives one
 * @param {() => Promise<Response>} fetchCopy
 */
function link(label, usual, fetchCopy) {
  const status = h('span', { class: 'note', role: 'status' });
  const button = h(
    'button',
    { type: 'button', class: 'button primary', onclick: download },
    icon('download'),
    label,
  );
  return h('p', { class: 'copy-link' }, button, status);

  async function download() {
    button.disabled = true;
    status.textContent = 'Downloading …';
    try {
      const response = await fetchCopy();
      save(await response.blob(), nameOf(response) ?? usual);
      status.textContent = 'Downloaded';
    } catch (error) {
      const { message, advice } = problem(error);
      status.textContent = `${message} ${advice}`;
    }
    button.disabled = false;
  }
}
