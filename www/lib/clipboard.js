// @ts-check
import { announce } from './announce.js';
import { h } from './dom.js';
import { icon } from './icons.js';

const SHOWN_FOR = 2000;

/**
 * A button that copies a text and confirms it.
 * @param {string} what it copies, in words
 * @param {() => string} text
 * @param {string} [label] shown beside the icon
 */
export function copyButton(what, text, label) {
  const button = h(
    'button',
    { type: 'button', class: label ? 'button small' : 'icon-button', onclick: copy },
    icon('copy'),
    label && h('span', {}, label),
  );
  if (!label) button.setAttribute('aria-label', `Copy ${what}`);
  button.title = `Copy ${what}`;
  return button;

  async function copy() {
    try {
      await navigator.clipboard.writeText(text());
      announce(`Copied ${what}`);
      button.firstElementChild?.replaceWith(icon('copied'));
      button.dataset.copied = '';
    } catch {
      announce('The browser does not let this page copy');
    }
    setTimeout(() => {
      button.firstElementChild?.replaceWith(icon('copy'));
      delete button.dataset.copied;
    }, SHOWN_FOR);
  }
}
