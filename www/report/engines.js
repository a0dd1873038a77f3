// @ts-check
import { h } from '../lib/dom.js';
import { date, duration } from '../lib/format.js';
import { icon } from '../lib/icons.js';
import { number, object, text } from '../lib/untrusted.js';
import { engineChart } from './engine-chart.js';
import { panel, scroller } from './panel.js';
import { resultName } from './result-names.js';

/**
 * The result of an engine.
 * @typedef {{ name: string, result: string, outcome: string, threat: string, definitions: string, time: number | undefined }} Engine
 */

/** @type {{ key: keyof Engine, title: string, class?: string, show: (engine: Engine) => string | Node }[]} */
const COLUMNS = [
  { key: 'name', title: 'Engine', show: (engine) => engine.name },
  { key: 'result', title: 'Result', show: shownResult },
  { key: 'threat', title: 'Threat', show: (engine) => engine.threat || '–' },
  { key: 'definitions', title: 'Definitions', show: ({ definitions }) => date(definitions) || '–' },
  {
    key: 'time',
    title: 'Time',
    class: 'time',
    show: ({ time }) => (time === undefined ? '–' : duration(time)),
  },
];

/**
 * The results of the engines: a sortable table, and a chart of their times.
 * @param {import('metadefender-wasm').AnalysisResult} result
 */
export function engines(result) {
  const all = enginesOf(result);
  if (all.length === 0) return null;
  // Explicit roles: on phones the style sheet turns rows into cards, which removes the semantics of the table.
  const table = h('table', { class: 'data cards engine-table', role: 'table' });
  const body = h('tbody', { role: 'rowgroup' });
  const headers = COLUMNS.map((column) => header(column, () => sortBy(column.key)));
  table.append(
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, ...headers.map(({ cell }) => cell))),
    body,
  );

  /** @type {{ key: keyof Engine, ascending: boolean }} */
  let order = { key: 'name', ascending: true };
  sortBy('threat');
  return panel(
    `Engines (${all.length})`,
    'engines',
    h('div', { class: 'engines-layout' }, scroller('Engines', table), engineChart(all)),
  );

  /** @param {keyof Engine} key */
  function sortBy(key) {
    // Threats and long times are the most interesting.
    const first = key !== 'threat' && key !== 'time';
    order = { key, ascending: order.key === key ? !order.ascending : first };
    const sorted = all.toSorted((a, b) => compare(a[key], b[key]) * (order.ascending ? 1 : -1));
    body.replaceChildren(...sorted.map(row));
    for (const header of headers) header.mark(header.key === key ? order.ascending : undefined);
  }
}

/** @param {import('metadefender-wasm').AnalysisResult} result @returns {Engine[]} */
export function enginesOf(result) {
  return Object.entries(object(object(result.scan_results).scan_details)).map(([name, said]) => {
    const { scan_result_i, threat_found, def_time, scan_time } = object(said);
    const { title, outcome } = resultName(scan_result_i);
    return {
      name,
      result: title,
      outcome,
      threat: text(threat_found),
      definitions: text(def_time),
      time: number(scan_time),
    };
  });
}

/**
 * @param {typeof COLUMNS[number]} column
 * @param {() => void} onclick
 */
function header({ key, title, class: name }, onclick) {
  const arrow = h('span', { class: 'arrow' }, icon('sort'));
  const button = h('button', { type: 'button', onclick }, title, arrow);
  const cell = h('th', { scope: 'col', role: 'columnheader', class: name }, button);
  return {
    key,
    cell,
    /** @param {boolean | undefined} ascending undefined where it is not sorted by this */
    mark(ascending) {
      if (ascending === undefined) cell.removeAttribute('aria-sort');
      else cell.setAttribute('aria-sort', ascending ? 'ascending' : 'descending');
      const name = ascending === undefined ? 'sort' : ascending ? 'ascending' : 'descending';
      arrow.replaceChildren(icon(name));
    },
  };
}

/** @param {Engine} engine */
function row(engine) {
  const cells = COLUMNS.map(({ key, class: name = '', show }) =>
    key === 'name'
      ? h('th', { scope: 'row', role: 'rowheader' }, show(engine))
      : h('td', { role: 'cell', class: `${key} ${name}`, 'data-none': !engine[key] }, show(engine)),
  );
  return h('tr', { role: 'row' }, ...cells);
}

/** @param {Engine} engine */
function shownResult({ result, outcome }) {
  return h('span', { class: 'engine-result', 'data-outcome': outcome }, icon(outcome), result);
}

/**
 * @param {string | number | undefined} a
 * @param {string | number | undefined} b
 */
function compare(a, b) {
  if (typeof a === 'string' && typeof b === 'string') {
    return a.localeCompare(b, 'en', { numeric: true, sensitivity: 'base' });
  }
  return Number(a ?? -1) - Number(b ?? -1);
}
