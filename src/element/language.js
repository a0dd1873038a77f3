// @ts-check

/**
 * The language of an element: its own `lang`, or that of the nearest ancestor that has one, out of
 * shadow roots too. HTML, *The lang and xml:lang attributes*.
 *
 * @param {Element} element
 * @returns {string}
 */
export function languageOf(element) {
  const nearest = element.closest('[lang]');
  if (nearest) return nearest.getAttribute('lang') ?? '';
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? languageOf(root.host) : '';
}

/**
 * @param {() => void} changed the language of the page
 * @returns {() => void} ends it
 */
export function watchLanguage(changed) {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['lang'] });
  return () => observer.disconnect();
}
