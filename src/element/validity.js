// @ts-check
import { reasonText } from './reasons.js';
import { totalSize } from './selection.js';
import { formatSize } from './size.js';
import { displayName } from './view/name.js';

/** @typedef {import('./item.js').Item} Item */
/** @typedef {import('./tally.js').Tally} Tally */
/** @typedef {import('./texts.js').Texts} Texts */

/**
 * Why the form cannot be submitted; the message is empty if it can.
 * @typedef {{ flags: ValidityStateFlags, message: string }} Validity
 */

/**
 * @param {readonly Item[]} items
 * @param {Tally} tally of them
 * @param {{ required: boolean, multiple: boolean, isReading: boolean, custom: string,
 *   submitWhenDone: boolean }
 *   & import('./selection.js').Limits} control
 * @param {Texts} texts
 * @returns {Validity}
 */
export function validityOf(items, tally, control, texts) {
  const { invalid } = texts.messages;
  if (control.custom) return { flags: { customError: true }, message: control.custom };
  // The submission is held instead, so that the form's other fields are checked at once.
  const isWaiting = !control.submitWhenDone;
  if (isWaiting && control.isReading)
    return { flags: { customError: true }, message: invalid.reading };
  if (control.required && items.length + control.kept === 0) {
    const message = texts.plural(invalid.missing, control.multiple ? 2 : 1);
    return { flags: { valueMissing: true }, message };
  }
  const invalidItem =
    tally.invalid > 0 && items.find((item) => !item.isPending && item.state !== 'allowed');
  if (invalidItem)
    return {
      flags: flagsOf(invalidItem),
      message: invalidText(invalidItem, control, texts),
    };
  const { maxFiles: limit } = control;
  const over = items.length + control.kept - limit;
  if (over > 0) {
    const message = texts.plural(invalid.tooMany, over, { limit });
    return { flags: { rangeOverflow: true }, message };
  }
  const { maxTotalSize } = control;
  if (maxTotalSize < Infinity && totalSize(items) > maxTotalSize) {
    const size = formatSize(maxTotalSize, texts.lang);
    return { flags: { rangeOverflow: true }, message: texts.fill(invalid.tooLarge, { size }) };
  }
  if (isWaiting && tally.pending > 0) {
    const message = texts.plural(invalid.scanning, tally.pending);
    return { flags: { customError: true }, message };
  }
  const lost = tally.lost > 0 && items.find((item) => !item.file);
  if (lost) {
    const message = texts.fill(invalid.lost, { name: displayName(lost.name) });
    return { flags: { customError: true }, message };
  }
  return { flags: {}, message: '' };
}

/** @param {Item} item @returns {ValidityStateFlags} */
function flagsOf({ refusal }) {
  if (refusal === 'type') return { typeMismatch: true };
  if (refusal === 'small') return { rangeUnderflow: true };
  return refusal === 'size' ? { rangeOverflow: true } : { customError: true };
}

/** @param {Item} item @param {import('./selection.js').Limits} limits @param {Texts} texts */
function invalidText(item, limits, texts) {
  const { invalid, states } = texts.messages;
  const state = states[/** @type {keyof typeof states} */ (item.state)];
  const reason = reasonText(item, limits, texts);
  const name = displayName(item.name);
  return texts.fill(reason ? invalid.state : invalid.stateOnly, { name, state, reason });
}
