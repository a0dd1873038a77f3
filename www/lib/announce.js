// @ts-check
import { byId } from './dom.js';

/**
 * Announces a text to users of assistive technologies.
 * @param {string} text
 */
export function announce(text) {
  byId('announcer').textContent = text;
}
