// @ts-check
import css from '../style.css';

/** @type {CSSStyleSheet | undefined} */
let sheet;

/**
 * Adds the style sheet of the element to a shadow root. All elements share one.
 * @param {ShadowRoot} root
 */
export function adoptStyle(root) {
  // The pages of test runners have no constructable style sheets, and show nothing anyway.
  if (!('replaceSync' in CSSStyleSheet.prototype)) return;
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  root.adoptedStyleSheets = [sheet];
}
