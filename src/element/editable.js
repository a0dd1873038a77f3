// @ts-check

/**
 * The element that an event targets, also within open shadow roots.
 * @param {Event} event
 * @returns {Element | undefined}
 */
export function innermost(event) {
  // Firefox drops on text nodes.
  return event.composedPath().find((target) => target instanceof Element);
}

/**
 * Whether the user can type into it, so that it accepts drops and pastes: a text field that is neither read-only nor
 * disabled, `contenteditable`, or anything in a document whose `designMode` is on.
 * @param {Element} element
 */
export function isEditable(element) {
  return element.matches(':read-write') || element.ownerDocument.designMode === 'on';
}

/**
 * Whether it accepts more than text, such as images.
 * @param {Element} element
 */
export function isRichlyEditable(element) {
  return isEditable(element) && !element.matches('input, textarea');
}
