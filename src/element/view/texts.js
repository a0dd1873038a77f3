// @ts-check
import { reasonText } from '../reasons.js';
import { formatSize } from '../size.js';
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
 * @param {{ minSize: number, maxSize: number }} limits
 * @param {Texts} texts
 */
export function verdictText(item, limits, texts) {
  return texts.fill(texts.messages.verdict, {
    name: displayName(item.name),
    state: statusText(item, texts),
    reason: reasonText(item, limits, texts),
  });
}

/**
 * The overall progress of the files.
 * @param {import('../tally.js').Tally} tally
 * @param {Texts} texts
 */
export function summaryText({ total, pending, failed, rejected }, texts) {
  const { summary, summaryBlocked, summaryFailed } = texts.messages;
  return [
    // A failed scan did not check its file.
    texts.plural(summary, total, { done: total - pending - failed }),
    rejected > 0 && texts.plural(summaryBlocked, rejected),
    failed > 0 && texts.plural(summaryFailed, failed),
  ]
    .filter(Boolean)
    .join(' · ');
}

/**
 * Which files were left out of the list, and why; empty if none were.
 *
 * @param {import('../intake.js').Choice} choice
 * @param {{ maxFiles: number, maxTotalSize: number }} limits
 * @param {Texts} texts
 */
export function leftOutText(choice, { maxFiles: limit, maxTotalSize }, texts) {
  const { messages } = texts;
  const { duplicates, tooMany, tooLarge, system, unreadable } = choice;
  const taken = [choice.added, choice.replaced, choice.restored].flat();
  const leftOut = duplicates + tooMany + tooLarge + system;
  const isNothing = unreadable === 0 && taken.length + leftOut === 0;
  const lines = [
    isNothing && messages.noFile,
    duplicates > 0 && texts.plural(messages.duplicates, duplicates),
    tooMany > 0 &&
      texts.plural(limit === 1 ? messages.onlyOne : messages.tooMany, tooMany, { limit }),
    tooLarge > 0 &&
      texts.plural(messages.tooLarge, tooLarge, { size: formatSize(maxTotalSize, texts.lang) }),
    system > 0 && texts.plural(messages.systemFiles, system),
    unreadable && texts.plural(messages.unreadable, unreadable),
  ];
  return lines.filter(Boolean).join(' ');
}
