// @ts-check
import { h } from '../lib/dom.js';
import { hour, size } from '../lib/format.js';
import { icon } from '../lib/icons.js';
import { archive } from './archive.js';
import { banner } from './banner.js';
import { cleanCopy, redactedCopy } from './copy-link.js';
import { dlp } from './dlp.js';
import { engines } from './engines.js';
import { fileFacts, yaraPanel } from './facts.js';
import { hashes } from './hashes.js';
import { rawJson } from './raw-json.js';
import { sanitisation } from './sanitisation.js';
import { Timeline } from './timeline.js';

/**
 * What a report needs from the page.
 * @typedef {object} Context
 * @property {() => Promise<import('metadefender-wasm').MetaDefender>} metadefender
 * @property {(dataId: string, name: string) => void} openEntry shows the report of a file in this archive
 * @property {AbortSignal} signal aborted when another report takes its place
 */

/**
 * The complete report of a file.
 * @param {import('./model.js').Report} report
 * @param {Context} context
 */
export function reportView(report, context) {
  const { scan, phases } = report;
  const parts = scan ? parted(report, scan, context) : [new Timeline(phases).element];
  return h('article', { class: 'report-view' }, heading(report), banner(report), ...parts);
}

/**
 * @param {import('./model.js').Report} report
 * @param {import('metadefender-wasm').Scan} scan
 * @param {Context} context
 */
function parted(report, scan, { metadefender, openEntry, signal }) {
  const { result } = scan;
  const { name } = report;
  return [
    archive(scan, { metadefender, open: openEntry, signal }),
    dlp(result, redactedCopy(scan, name, metadefender)),
    sanitisation(result, cleanCopy(scan, name, metadefender)),
    yaraPanel(result),
    engines(result),
    h('div', { class: 'pair' }, new Timeline(report.phases, result).element, fileFacts(scan)),
    hashes(report, signal),
    rawJson(result, `${name}.report.json`),
  ];
}

/** @param {import('./model.js').Report} report */
export function heading({ name, size: bytes, at, back, scan }) {
  const parts = [bytes === undefined ? '' : size(bytes), scan ? `scanned at ${hour(at)}` : ''];
  return h(
    'header',
    { class: 'report-heading' },
    back &&
      h(
        'button',
        { type: 'button', class: 'button small', onclick: back.open },
        icon('back'),
        `Back to ${back.title}`,
      ),
    h('h2', { tabindex: -1 }, name),
    h('p', { class: 'note' }, parts.filter(Boolean).join(', ')),
  );
}
