// @ts-check
import { h } from '../lib/dom.js';
import { duration, size } from '../lib/format.js';
import { number, object } from '../lib/untrusted.js';
import { panel } from './panel.js';

/** @type {[import('./phases.js').Phase, string][]} */
const PHASES = [
  ['hash', 'Hash'],
  ['lookup', 'Look up'],
  ['upload', 'Upload'],
  ['queue', 'Queue'],
  ['scan', 'Analysis'],
];

/** @type {[string, string][]} */
const SERVER_TIMES = [
  ['filetype_time', 'File type'],
  ['extraction_time', 'Extraction'],
  ['av_scan_time', 'Engines'],
  ['yara_time', 'YARA'],
  ['dlp_time', 'DLP'],
  ['cdr_time', 'Sanitisation'],
  ['vul_time', 'Vulnerabilities'],
  ['parse_dgsg_time', 'Signatures'],
  ['opswatfilescan_time', 'Sandbox'],
  ['others_time', 'Other'],
];

/** The phases of a scan, drawn to scale, and the times that the server reports. */
export class Timeline {
  element;
  #rows;
  #total = h('td', { class: 'time' });
  #phases;

  /**
   * @param {import('./phases.js').Phases | undefined} phases none, where the scan was another page's
   * @param {import('metadefender-wasm').AnalysisResult} [result]
   */
  constructor(phases, result) {
    this.#phases = phases;
    this.#rows = PHASES.map(([phase, title]) => ({ phase, ...row(title) }));
    const groups = [];
    if (phases) {
      const rows = this.#rows.map(({ element }) => element);
      groups.push(group('In this browser', rows, this.#total));
    }
    const server = result && serverGroup(result);
    if (server) groups.push(server);
    const table = h('table', { class: 'timeline' }, header(), ...groups);
    this.element = groups.length > 0 ? panel('Time line', 'times', table) : null;
    this.update();
  }

  /** Draws the current state of the phases. */
  update() {
    const phases = this.#phases;
    if (!phases) return;
    const { total } = phases;
    const over = !phases.spans.some(({ going }) => going);
    this.#total.textContent = duration(total);
    for (const row of this.#rows) {
      const span = phases.spans.findLast(({ phase }) => phase === row.phase);
      row.element.dataset.state = span
        ? span.going
          ? 'going'
          : 'done'
        : over
          ? 'skipped'
          : 'ahead';
      row.time.textContent = span
        ? duration(phases.lengthOf(span))
        : over && phases.spans.length > 0
          ? 'not needed'
          : '–';
      row.note.textContent = span ? `at ${duration(span.start)}${amount(span)}` : '';
      place(row.bar, span ? span.start : 0, span ? phases.lengthOf(span) : 0, total);
    }
  }
}

/** How much was hashed or sent. @param {import('./phases.js').Span} span */
function amount({ phase, progress, going }) {
  const total = progress?.total;
  if (!total || (phase !== 'hash' && phase !== 'upload')) return '';
  return going ? `, ${size(progress.loaded)} of ${size(total)}` : `, ${size(total)}`;
}

/** @param {import('metadefender-wasm').AnalysisResult} result */
function serverGroup({ process_info, file_info }) {
  const info = object(process_info);
  const details = object(info.processing_time_details);
  /** @type {[string, number | undefined, boolean][]} */
  const sequence = [
    ['Receiving', number(object(file_info).upload_time), true],
    ['Queue', number(info.queue_time), true],
    ['Processing', number(info.processing_time), true],
    ...SERVER_TIMES.map(
      ([field, title]) =>
        /** @type {[string, number | undefined, boolean]} */ ([
          title,
          number(details[field]),
          false,
        ]),
    ),
  ];
  const known = sequence.filter(([, time, always]) => time !== undefined && (always || time > 0));
  if (known.length === 0) return null;
  const total = known.reduce((sum, [, time = 0, after]) => (after ? sum + time : sum), 0);
  let start = 0;
  const rows = known.map(([title, time = 0, isStep]) => {
    const { element, bar, time: cell } = row(title, !isStep);
    cell.textContent = duration(time);
    // The server only reports how long the parts of the processing took, not when they began.
    place(bar, isStep ? start : processingStart(known), time, total);
    if (isStep) start += time;
    element.dataset.state = 'done';
    return element;
  });
  return group(
    'On the server, by its own clock',
    rows,
    h('td', { class: 'time' }, duration(total)),
  );
}

/** @param {[string, number | undefined, boolean][]} known */
function processingStart(known) {
  return known
    .filter(([title, , isStep]) => isStep && title !== 'Processing')
    .reduce((sum, [, time = 0]) => sum + time, 0);
}

function header() {
  const titles = ['Phase', 'Course', 'Time'];
  const cells = titles.map((title) => h('th', { scope: 'col' }, title));
  return h('thead', { class: 'visually-hidden' }, h('tr', {}, ...cells));
}

/**
 * @param {string} title
 * @param {Node[]} rows
 * @param {Node} total
 */
function group(title, rows, total) {
  const name = h('th', { scope: 'rowgroup', colspan: 2 }, title);
  return h('tbody', {}, h('tr', { class: 'group' }, name, total), ...rows);
}

/**
 * @param {string} title
 * @param {boolean} [isPart] of the one before
 */
function row(title, isPart) {
  const bar = h('span', { class: 'bar' });
  const note = h('span', { class: 'note' });
  const time = h('td', { class: 'time' });
  const element = h(
    'tr',
    { class: isPart ? 'part' : undefined },
    h('th', { scope: 'row' }, title),
    h('td', { class: 'track' }, h('span', { class: 'rail' }, bar), note),
    time,
  );
  return { element, bar, note, time };
}

/**
 * @param {HTMLElement} bar
 * @param {number} start
 * @param {number} length
 * @param {number} total
 */
function place(bar, start, length, total) {
  const percent = (/** @type {number} */ part) => `${total > 0 ? (100 * part) / total : 0}%`;
  bar.style.setProperty('--start', percent(start));
  bar.style.setProperty('--length', percent(length));
}
