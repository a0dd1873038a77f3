// @ts-check
import { h } from '../lib/dom.js';
import { words } from '../lib/format.js';
import { list, number, object, text } from '../lib/untrusted.js';
import { facts, panel } from './panel.js';

/** How many hits of a kind are shown; the raw report has the rest. */
const SHOWN = 100;

/**
 * The sensitive data that was found, grouped by kind.
 * @param {import('metadefender-wasm').AnalysisResult} result
 * @param {Node | null} redacted the link to the redacted copy
 */
export function dlp(result, redacted) {
  const info = object(result.dlp_info);
  const kinds = Object.entries(object(info.hits)).map(kind).filter(Boolean);
  const errors = list(info.errors)
    .flatMap((errors) => Object.values(object(errors)))
    .map(text);
  const failed = errors.filter(Boolean).join('; ');
  if (kinds.length === 0 && !failed) return null;
  return panel(
    'Sensitive data (DLP)',
    'dlp',
    failed && h('p', { class: 'warning' }, failed),
    ...kinds,
    facts([
      ['Certainty', text(info.certainty)],
      ['Redaction', words(text(object(info.redact).result))],
      ['Watermark', words(text(object(info.watermark).result))],
      ['Metadata', words(text(object(info.metadata_removal).result))],
    ]),
    redacted,
  );
}

/** @param {[string, unknown]} entry */
function kind([key, said]) {
  const { display_name, hits } = object(said);
  const all = list(hits).map(object);
  if (all.length === 0) return null;
  const more = all.length - SHOWN;
  return h(
    'div',
    { class: 'dlp-kind' },
    h('h4', {}, `${text(display_name) || words(key)} (${all.length})`),
    h('ul', {}, ...all.slice(0, SHOWN).map(hit)),
    more > 0 && h('p', { class: 'note' }, `and ${more} more, in the raw report`),
  );
}

/** @param {Record<string, any>} said */
function hit(said) {
  const score = number(said.certainty_score);
  const certainty = text(said.certainty);
  const notes = [
    certainty && `Certainty ${certainty.toLowerCase()}${score === undefined ? '' : ` (${score})`}`,
    text(said.location),
    said.tryRedact === true && 'redacted',
  ];
  return h(
    'li',
    {},
    h(
      'p',
      { class: 'excerpt' },
      text(said.before),
      h('mark', {}, text(said.hit)),
      text(said.after),
    ),
    h('p', { class: 'note' }, notes.filter(Boolean).join(' · ')),
  );
}
