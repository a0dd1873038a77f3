// @ts-check
import { copyButton } from '../lib/clipboard.js';
import { inChunks } from '../lib/chunks.js';
import { h } from '../lib/dom.js';
import { save } from '../lib/download.js';
import { counted, duration, size, words } from '../lib/format.js';
import { icon } from '../lib/icons.js';
import { isAbort, problem } from '../problem.js';
import { badge, OUTCOMES } from '../verdict.js';
import { outcomeOf } from './model.js';
import { facts, panel, scroller } from './panel.js';

/** @typedef {import('./model.js').Report} Report */

/**
 * What the report of a batch needs from the page.
 * @typedef {object} Context
 * @property {(report: Report) => void} open
 * @property {() => Promise<import('metadefender-wasm').MetaDefender>} metadefender
 */

/**
 * A running batch.
 * @param {number} count
 * @param {() => void} cancel
 */
export function batchPending(count, cancel) {
  const bar = h('progress', { max: 100, value: 0, 'aria-label': 'The whole batch' });
  const share = h('span', { class: 'banner-reason' }, '0 %');
  const button = h('button', { type: 'button', class: 'button', onclick: cancel }, 'Cancel');
  button.setAttribute('aria-label', 'Cancel the batch');
  const element = h(
    'article',
    { class: 'report-view' },
    h('h2', { tabindex: -1 }, `Batch of ${counted(count, 'file')}`),
    banner('scanning', [' ', share], [bar], button),
  );
  return {
    element,
    /** @param {import('metadefender-wasm').Progress} progress */
    update({ percentage }) {
      bar.value = percentage;
      share.textContent = `${Math.floor(percentage)} %`;
    },
  };
}

/** A batch that failed. @param {unknown} error */
export function batchFailure(error) {
  const { message, advice, code } = problem(error);
  const outcome = isAbort(error) ? 'cancelled' : 'failed';
  const why = h(
    'p',
    { class: 'banner-origin' },
    message,
    ` ${advice}`,
    code && h('code', {}, code),
  );
  const title = h('h2', { tabindex: -1 }, 'Batch');
  return h('article', { class: 'report-view' }, title, banner(outcome, [], [why]));
}

/**
 * The result of a batch: its verdict, the counts, each file, and the certificate.
 * @param {import('metadefender-wasm').BatchScan} scan
 * @param {Report[]} reports
 * @param {Context} context
 */
export function batchReport(scan, reports, { open, metadefender }) {
  const { batchId, verdict, error, status } = scan;
  const took = status?.scan_results?.total_time;
  return h(
    'article',
    { class: 'report-view' },
    h('h2', { tabindex: -1 }, `Batch of ${counted(reports.length, 'file')}`),
    banner(
      verdict,
      [],
      [
        h('p', { class: 'banner-meaning' }, 'The verdict of a batch is the worst of its files’.'),
        error && h('p', { class: 'banner-origin' }, problem(error).message),
        counts(reports),
      ],
    ),
    files(reports, open),
    panel(
      'Batch',
      'about',
      facts([
        ['Rule', status?.process_info?.profile ?? ''],
        ['Answered by', answeredBy(reports)],
        ['Time', typeof took === 'number' ? duration(took) : ''],
        [
          'Batch id',
          batchId
            ? h(
                'span',
                { class: 'with-copy' },
                h('code', {}, batchId),
                copyButton('the batch id', () => batchId),
              )
            : '',
        ],
      ]),
    ),
    batchId ? certificate(batchId, metadefender) : null,
  );
}

/**
 * @param {import('../verdict.js').Outcome} outcome
 * @param {import('../lib/dom.js').Child[]} title
 * @param {import('../lib/dom.js').Child[]} children
 * @param {Node} [action]
 */
function banner(outcome, title, children, action) {
  return h(
    'div',
    { class: 'banner', 'data-outcome': outcome },
    h('span', { class: 'seal' }, icon(outcome)),
    h(
      'div',
      { class: 'banner-text' },
      h('p', { class: 'banner-verdict' }, OUTCOMES[outcome], ...title),
      ...children,
    ),
    action,
  );
}

/** @param {Report[]} reports */
function answeredBy(reports) {
  const by = (/** @type {string} */ via) => reports.filter(({ scan }) => scan?.via === via).length;
  return `${counted(by('analysis'), 'analysis', 'analyses')}, ${counted(by('lookup'), 'look-up')}`;
}

/** @param {Report[]} reports */
function counts(reports) {
  const outcomes = /** @type {const} */ ([
    'blocked',
    'undetermined',
    'failed',
    'cancelled',
    'allowed',
  ]);
  const counted = outcomes
    .map((outcome) => ({
      outcome,
      count: reports.filter((it) => outcomeOf(it) === outcome).length,
    }))
    .filter(({ count }) => count > 0);
  return h(
    'ul',
    { class: 'counts', 'aria-label': 'Verdicts' },
    ...counted.map(({ outcome, count }) =>
      h(
        'li',
        { 'data-outcome': outcome },
        h('strong', {}, count),
        ` ${OUTCOMES[outcome].toLowerCase()}`,
      ),
    ),
  );
}

/**
 * @param {Report[]} reports
 * @param {(report: Report) => void} open
 */
function files(reports, open) {
  const titles = ['File', 'Verdict', 'Reason', 'Size', 'Answered by'];
  const headers = titles.map((title) => h('th', { scope: 'col', role: 'columnheader' }, title));
  const head = h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, ...headers));
  const body = h('tbody', { role: 'rowgroup' });
  inChunks(reports, (chunk) => body.append(...chunk.map((report) => row(report, open))));
  // Explicit roles: on phones the style sheet turns rows into cards, which removes the semantics of the table.
  const table = h('table', { class: 'data cards batch-table', role: 'table' }, head, body);
  return panel('Files', 'batch-files', scroller('Files of the batch', table));
}

/**
 * @param {Report} report
 * @param {(report: Report) => void} open
 */
function row(report, open) {
  const { name, size: bytes, scan, error } = report;
  const link = h(
    'button',
    { type: 'button', class: 'entry-name', onclick: () => open(report) },
    name,
  );
  const threat = scan?.threats[0];
  const reason = scan ? [words(scan.reason), threat?.threat] : [problem(error).message];
  const cell = (/** @type {string} */ name, /** @type {string | Node} */ content) =>
    h('td', { role: 'cell', class: name }, content);
  return h(
    'tr',
    { role: 'row' },
    h('th', { scope: 'row', role: 'rowheader' }, link),
    cell('verdict', badge(outcomeOf(report))),
    cell('reason', reason.filter(Boolean).join(': ')),
    cell('size time', bytes === undefined ? '' : size(bytes)),
    cell('via', scan ? (scan.via === 'lookup' ? 'look-up' : 'analysis') : '–'),
  );
}

/**
 * The signed report of the batch, fetched when it is first opened.
 * @param {string} batchId
 * @param {Context['metadefender']} metadefender
 */
function certificate(batchId, metadefender) {
  const pre = h('pre', { tabindex: 0, 'aria-label': 'The certificate as YAML' }, 'Fetching …');
  const text = () => pre.textContent ?? '';
  const download = () => save(new Blob([text()], { type: 'application/yaml' }), `${batchId}.yaml`);
  const actions = h(
    'div',
    { class: 'raw-actions', hidden: true },
    copyButton('the certificate', text, 'Copy'),
    h(
      'button',
      { type: 'button', class: 'button small', onclick: download },
      icon('download'),
      'Download',
    ),
  );
  const summary = h('summary', {}, 'Certificate: the report, signed by the server');
  const details = h('details', { class: 'panel raw' }, summary, actions, pre);
  details.addEventListener('toggle', fetchIt, { once: true });
  return details;

  async function fetchIt() {
    try {
      pre.textContent = await (await metadefender()).batch(batchId).certificate();
      actions.hidden = false;
    } catch (error) {
      const { message, advice } = problem(error);
      pre.textContent = `${message} ${advice}`;
    }
  }
}
