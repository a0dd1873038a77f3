// @ts-check
import { reasonText } from '../reasons.js';
import { shown } from './name.js';

/** @typedef {import('../item.js').Item} Item */
/** @typedef {import('../texts.js').Texts} Texts */

/**
 * @param {Item} item
 * @param {Texts} texts
 */
export function statusText({ state, progress }, texts) {
  const { states, phases } = texts.messages;
  if (state !== 'scanning') return states[state];
  if (!progress) return phases.start;
  const { phase, loaded, total, percentage } = progress;
  if (phase === 'upload' && loaded === total) return phases.sent;
  return `${phases[phase]} · ${texts.percent(Math.floor(percentage) / 100)}`;
}

/**
 * What is announced of a file whose scan is over.
 *
 * @param {Item} item
 * @param {number} maxSize
 * @param {Texts} texts
 */
export function verdictText(item, maxSize, texts) {
  return texts.fill(texts.messages.verdict, {
    name: shown(item.name),
    state: statusText(item, texts),
    reason: reasonText(item, maxSize, texts),
  });
}

/**
 * How far the files are together.
 * @param {readonly Item[]} items
 * @param {Texts} texts
 */
export function summaryText(items, texts) {
  const number = (/** @type {(item: Item) => boolean} */ test) => items.filter(test).length;
  const { summary, summaryBlocked, summaryFailed } = texts.messages;
  const failed = number(({ state }) => state === 'failed' || state === 'cancelled');
  const refused = number(
    ({ scan, state }) => state === 'refused' || (!!scan && state !== 'allowed'),
  );
  // What failed is not checked, and is no progress.
  const done = number(({ isPending }) => !isPending) - failed;
  return [
    texts.plural(summary, items.length, { done }),
    refused > 0 && texts.plural(summaryBlocked, refused),
    failed > 0 && texts.plural(summaryFailed, failed),
  ]
    .filter(Boolean)
    .join(' · ');
}

/**
 * What did not come into the list, and why; empty, if all did.
 *
 * @param {{ duplicates: number, tooMany: number, taken: Item[], found: unknown[], unreadable?: number }} intake
 * @param {number} limit how many files there may be
 * @param {Texts} texts
 */
export function leftOutText({ duplicates, tooMany, taken, found, unreadable }, limit, texts) {
  const { messages } = texts;
  const isNothing = unreadable === 0 && taken.length + found.length + duplicates + tooMany === 0;
  const lines = [
    isNothing && messages.noFile,
    duplicates > 0 && texts.plural(messages.duplicates, duplicates),
    tooMany > 0 &&
      texts.plural(limit === 1 ? messages.onlyOne : messages.tooMany, tooMany, { limit }),
    unreadable && texts.plural(messages.unreadable, unreadable),
  ];
  return lines.filter(Boolean).join(' ');
}
