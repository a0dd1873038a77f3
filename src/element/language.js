// @ts-check

/**
 * The language of an element: its own `lang`, or that of the nearest ancestor that has one, across
 * shadow roots. HTML, *The lang and xml:lang attributes*.
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
 * @param {() => void} listener
 * @returns {() => void} removes the listener
 */
export function onPageLanguageChange(listener) {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['lang'] });
  return () => observer.disconnect();
}
