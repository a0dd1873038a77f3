// @ts-check
import { sentence } from './sentences.js';
import { formatSize } from './size.js';

/** @typedef {import('./item.js').Item} Item */
/** @typedef {import('./texts.js').Texts} Texts */

/**
 * Why a file is in its state, as a sentence; empty if there is nothing to explain.
 *
 * @param {Item} item
 * @param {{ minSize: number, maxSize: number }} limits
 * @param {Texts} texts
 */
export function reasonText({ refusal, error, scan, state, file }, limits, texts) {
  const { refusals, errors, reasons, chooseAgain } = texts.messages;
  if (refusal) {
    const size = refusal === 'small' ? limits.minSize : limits.maxSize;
    return texts.fill(refusals[refusal], { size: formatSize(size, texts.lang) });
  }
  if (error) return errors[error.code] ?? errors.other;
  if (state === 'allowed' && !file) return chooseAgain;
  return scan ? (reasons[scan.reason] ?? sentence(scan.reason)) : '';
}
