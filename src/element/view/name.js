// @ts-check
import { element } from './dom.js';

// These reorder the text around them (a name that ends in .exe is shown as if it ended in .jpg), or
// break the line. UAX #9; Unicode's Cc, and Cf without the joiners that some scripts need.
const DECEPTIVE_CHARS = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * A name that is safe to show: it cannot look like another name.
 * @param {string} name
 */
export function displayName(name) {
  return name.replace(DECEPTIVE_CHARS, '\ufffd');
}

/** The end of a name is always shown, as it holds the extension. */
const VISIBLE_END_CHARS = 10;

/**
 * The nodes of a name. Only its start is truncated if there is no room.
 * @param {string} name
 */
export function nameParts(name) {
  const { start, end } = splitName(displayName(name));
  return [...(start ? [element('span', { class: 'start' }, start)] : []), element('span', {}, end)];
}

/**
 * Splits a name into a start that may be truncated and an end that may not.
 * @param {string} name
 */
function splitName(name) {
  const characters = [...name];
  const at = Math.max(characters.length - VISIBLE_END_CHARS, 0);
  return { start: characters.slice(0, at).join(''), end: characters.slice(at).join('') };
}
