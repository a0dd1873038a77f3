// @ts-check
import css from '../style.css';

/** @type {CSSStyleSheet | undefined} */
let sheet;

/**
 * Gives a shadow root the style of the element. One sheet for all of them.
 * @param {ShadowRoot} root
 */
export function adoptStyle(root) {
  // The pages that test runners make show nothing.
  if (!('replaceSync' in CSSStyleSheet.prototype)) return;
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  root.adoptedStyleSheets = [sheet];
}
