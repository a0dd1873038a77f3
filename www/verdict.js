// @ts-check
import { h } from './lib/dom.js';
import { icon } from './lib/icons.js';

/** @typedef {import('metadefender-wasm').Scan['verdict'] | 'scanning' | 'failed' | 'cancelled'} Outcome */

/** @type {Record<Outcome, string>} */
export const OUTCOMES = {
  allowed: 'Allowed',
  blocked: 'Blocked',
  undetermined: 'Undetermined',
  scanning: 'Scanning',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

/**
 * A badge that shows an outcome at a glance: colour, icon and word.
 * @param {Outcome} outcome
 */
export function badge(outcome) {
  return h('span', { class: 'badge', 'data-outcome': outcome }, icon(outcome), OUTCOMES[outcome]);
}
