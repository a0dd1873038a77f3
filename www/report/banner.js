// @ts-check
import { h } from '../lib/dom.js';
import { counted, words } from '../lib/format.js';
import { icon } from '../lib/icons.js';
import { problem } from '../problem.js';
import { OUTCOMES } from '../verdict.js';
import { outcomeOf } from './model.js';

const THREATS_SHOWN = 4;

/** @type {Record<import('../verdict.js').Outcome, string>} */
const MEANINGS = {
  allowed: 'The analysis is finished and says that this file may be trusted.',
  blocked: 'Do not open this file, and do not pass it on.',
  undetermined: 'Neither a clear yes nor a clear no: do not trust this file.',
  scanning: '',
  failed: 'There is no verdict: do not trust this file.',
  cancelled: 'There is no verdict: do not trust this file.',
};

/**
 * The verdict at a glance, and its reason.
 * @param {import('./model.js').Report} report
 */
export function banner(report) {
  const outcome = outcomeOf(report);
  return h(
    'div',
    { class: 'banner', 'data-outcome': outcome },
    h('span', { class: 'seal' }, icon(outcome)),
    h(
      'div',
      { class: 'banner-text' },
      h('p', { class: 'banner-verdict' }, OUTCOMES[outcome], ...because(report)),
      h('p', { class: 'banner-meaning' }, MEANINGS[outcome]),
      report.scan && threats(report.scan),
      report.scan && origin(report.scan),
      outcome === 'failed' && failure(report.error),
    ),
  );
}

/** @param {import('./model.js').Report} report */
function because({ scan }) {
  return scan ? [' ', h('span', { class: 'banner-reason' }, words(scan.reason))] : [];
}

/** @param {import('metadefender-wasm').Scan} scan */
function threats({ threats }) {
  if (threats.length === 0) return null;
  const more = threats.length - THREATS_SHOWN;
  return h(
    'ul',
    { class: 'threats', 'aria-label': 'Threats' },
    ...threats
      .slice(0, THREATS_SHOWN)
      .map(({ engine, threat }) =>
        h('li', {}, h('strong', {}, threat), h('span', {}, ` by ${engine}`)),
      ),
    more > 0 && h('li', {}, `and ${more} more, below`),
  );
}

/** @param {import('metadefender-wasm').Scan} scan */
function origin({ detail, via, result }) {
  const engines = result.scan_results?.total_avs;
  const by = typeof engines === 'number' && engines > 0 ? ` by ${counted(engines, 'engine')}` : '';
  return h(
    'p',
    { class: 'banner-origin' },
    via === 'lookup'
      ? `Answered by the look-up: an earlier analysis${by}; nothing was uploaded.`
      : `Analysed${by}.`,
    detail && ` The server’s words: “${detail}”.`,
  );
}

/** @param {unknown} error */
function failure(error) {
  const { code, message, advice } = problem(error);
  return h(
    'p',
    { class: 'banner-origin' },
    message,
    advice && ` ${advice}`,
    code && h('code', {}, code),
  );
}
