// @ts-check
import { byId } from './dom.js';

/**
 * Says something to those who do not see the page.
 * @param {string} text
 */
export function announce(text) {
  byId('announcer').textContent = text;
}
