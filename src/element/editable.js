// @ts-check

/**
 * What an event is about, be it in an open shadow root.
 * @param {Event} event
 * @returns {Element | undefined}
 */
export function innermost(event) {
  // Firefox drops on text nodes.
  return event.composedPath().find((target) => target instanceof Element);
}

/**
 * Whether one can write into it, so that it takes what is dropped and pasted: a text field that is neither read-only nor
 * disabled, `contenteditable`, or anything in a document whose `designMode` is on.
 * @param {Element} element
 */
export function isEditable(element) {
  return element.matches(':read-write') || element.ownerDocument.designMode === 'on';
}

/**
 * Whether it takes more than text: an image, say.
 * @param {Element} element
 */
export function isRichlyEditable(element) {
  return isEditable(element) && !element.matches('input, textarea');
}
