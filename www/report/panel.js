// @ts-check
import { h } from '../lib/dom.js';

let panels = 0;

/**
 * A section of the report with a heading.
 * @param {string} title
 * @param {string} name for the style sheet
 * @param {...import('../lib/dom.js').Child} children
 */
export function panel(title, name, ...children) {
  const id = `panel-${(panels += 1)}`;
  const heading = h('h3', { id }, title);
  return h('section', { class: `panel ${name}`, 'aria-labelledby': id }, heading, ...children);
}

/**
 * Names and values; those without a value are left out.
 * @param {[string, import('../lib/dom.js').Child][]} entries
 */
export function facts(entries) {
  const given = entries.filter(([, value]) => value !== '' && value !== undefined);
  return h(
    'dl',
    { class: 'facts' },
    ...given.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
  );
}

/**
 * A region for content that may be wider than the page; it scrolls by itself, also with the keyboard.
 * @param {string} label
 * @param {...Node} children
 */
export const scroller = (label, ...children) =>
  h('div', { class: 'scroller', role: 'region', 'aria-label': label, tabindex: 0 }, ...children);
