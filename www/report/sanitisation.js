// @ts-check
import { copyButton } from '../lib/clipboard.js';
import { h } from '../lib/dom.js';
import { counted, size, words } from '../lib/format.js';
import { list, number, object, text } from '../lib/untrusted.js';
import { facts, panel } from './panel.js';

const DEEPEST = 4;

/**
 * What Deep CDR did.
 * @param {import('metadefender-wasm').AnalysisResult} result
 * @param {Node | null} cleanCopy the link to the clean copy
 */
export function sanitisation(result, cleanCopy) {
  const after = object(object(result.process_info).post_processing);
  const details = object(after.sanitization_details);
  const outcome = text(details.result) || text(after.actions_ran);
  if (!outcome && !cleanCopy) return null;
  const file = object(details.sanitized_file_info);
  const bytes = number(file.file_size);
  const sha256 = text(file.sha256).toLowerCase();
  return panel(
    'Sanitisation (Deep CDR)',
    'sanitisation',
    cleanCopy,
    facts([
      ['Outcome', outcome],
      ['In words', text(details.description)],
      ['Failed', text(details.failure_category) || text(after.actions_failed)],
      ['Why', list(details.verdict_explanations).map(text).join(' ')],
      [
        'Clean copy',
        [text(after.converted_destination), bytes && size(bytes)].filter(Boolean).join(', '),
      ],
      ['Its SHA-256', sha256 && hash(sha256)],
    ]),
    objects(details.details, 0),
  );
}

/** @param {string} sha256 */
const hash = (sha256) =>
  h(
    'span',
    { class: 'with-copy' },
    h('code', {}, sha256),
    copyButton('its SHA-256', () => sha256),
  );

/**
 * What was removed or sanitised: a list, one object, or a message.
 * @param {unknown} details
 * @param {number} depth
 * @returns {Node | null}
 */
function objects(details, depth) {
  const entries = list(details);
  if (entries.length === 0 || depth > DEEPEST) return null;
  return h(
    'ul',
    { class: 'objects' },
    ...entries.map((entry) =>
      typeof entry === 'object' && entry !== null
        ? h('li', {}, ...described(object(entry)), objects(object(entry).details, depth + 1))
        : h('li', {}, text(entry)),
    ),
  );
}

/** @param {Record<string, any>} entry */
function described({ action, count, object_name, file_name, description, object_details }) {
  const name = text(object_name) || text(file_name) || 'object';
  const amount = number(count);
  const notes = [text(description), ...list(object_details).map(text)].filter(Boolean).join('; ');
  return [
    h('strong', {}, words(text(action) || 'handled')),
    ` ${amount === undefined ? name : counted(amount, name)}`,
    notes && h('span', { class: 'note' }, ` ${notes}`),
  ];
}
