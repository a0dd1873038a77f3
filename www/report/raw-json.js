// @ts-check
import { copyButton } from '../lib/clipboard.js';
import { h } from '../lib/dom.js';
import { save } from '../lib/download.js';
import { icon } from '../lib/icons.js';

/**
 * The complete report of the server, folded. It is rendered when it is first unfolded.
 * @param {unknown} value
 * @param {string} name of the file to download it as
 */
export function rawJson(value, name) {
  const json = () => JSON.stringify(value, null, 2);
  const pre = h('pre', { tabindex: 0, 'aria-label': 'The report as JSON' });
  const download = () => save(new Blob([json()], { type: 'application/json' }), name);
  const details = h(
    'details',
    { class: 'panel raw' },
    h('summary', {}, 'The server’s report as JSON'),
    h(
      'div',
      { class: 'raw-actions' },
      copyButton('the JSON', json, 'Copy'),
      h(
        'button',
        { type: 'button', class: 'button small', onclick: download },
        icon('download'),
        'Download',
      ),
    ),
    pre,
  );
  details.addEventListener('toggle', () => (pre.textContent ||= json()), { once: true });
  return details;
}
