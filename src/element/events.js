// @ts-check

/**
 * Dispatches an event that bubbles, and leaves shadow roots.
 *
 * @param {HTMLElement} element
 * @param {string} name of the event
 * @param {unknown} [detail]
 */
export function emit(element, name, detail) {
  const options = { bubbles: true, composed: true };
  const event = detail ? new CustomEvent(name, { ...options, detail }) : new Event(name, options);
  element.dispatchEvent(event);
}
