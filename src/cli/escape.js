// @ts-check

/**
 * Characters that a terminal would interpret or hide: control characters, those that change the direction of text, line
 * separators, and unpaired surrogates. File names and messages of the server may contain them.
 */
const UNSAFE = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** Makes them visible: `\x1b`, `\u202e`. @param {string} text */
export const escapeControls = (text) => text.replace(UNSAFE, visible);

/** The same for JSON text, with the escapes of JSON. A line feed is kept: it can only be between values. @param {string} json */
export const escapeJson = (json) =>
  json.replace(UNSAFE, (it) => (it === '\n' ? it : `\\u${hex(it, 4)}`));

/** @param {string} character */
function visible(character) {
  return character <= '\xff' ? `\\x${hex(character, 2)}` : `\\u${hex(character, 4)}`;
}

/** @param {string} character @param {number} digits */
const hex = (character, digits) => character.charCodeAt(0).toString(16).padStart(digits, '0');
