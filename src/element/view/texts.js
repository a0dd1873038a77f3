// @ts-check
import { reasonText } from '../reasons.js';
import { displayName } from './name.js';

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
 * The announcement for a file whose scan has ended.
 *
 * @param {Item} item
 * @param {number} maxSize
 * @param {Texts} texts
 */
export function verdictText(item, maxSize, texts) {
  return texts.fill(texts.messages.verdict, {
    name: displayName(item.name),
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
  const count = (/** @type {(item: Item) => boolean} */ test) => items.filter(test).length;
  const { summary, summaryBlocked, summaryFailed } = texts.messages;
  const failed = count(({ state }) => state === 'failed' || state === 'cancelled');
  const refused = count(
    ({ scan, state }) => state === 'refused' || (!!scan && state !== 'allowed'),
  );
  // A failed scan did not check its file.
  const done = count(({ isPending }) => !isPending) - failed;
  return [
    texts.plural(summary, items.length, { done }),
    refused > 0 && texts.plural(summaryBlocked, refused),
    failed > 0 && texts.plural(summaryFailed, failed),
  ]
    .filter(Boolean)
    .join(' · ');
}

/**
 * Which files were left out of the list, and why; empty if none were.
 *
 * @param {{ duplicates: number, tooMany: number, added: Item[], restored: unknown[], unreadable?: number }} selection
 * @param {number} limit how many files there may be
 * @param {Texts} texts
 */
export function leftOutText({ duplicates, tooMany, added, restored, unreadable }, limit, texts) {
  const { messages } = texts;
  const isNothing = unreadable === 0 && added.length + restored.length + duplicates + tooMany === 0;
  const lines = [
    isNothing && messages.noFile,
    duplicates > 0 && texts.plural(messages.duplicates, duplicates),
    tooMany > 0 &&
      texts.plural(limit === 1 ? messages.onlyOne : messages.tooMany, tooMany, { limit }),
    unreadable && texts.plural(messages.unreadable, unreadable),
  ];
  return lines.filter(Boolean).join(' ');
}
