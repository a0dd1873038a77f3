// @ts-check

/**
 * The text of a label, without that of the control if the label wraps it.
 *
 * @param {Node} label
 * @param {Element} control
 */
export function labelText(label, control) {
  const walker = document.createTreeWalker(label, NodeFilter.SHOW_TEXT);
  let text = '';
  while (walker.nextNode()) {
    const { currentNode } = walker;
    if (!control.contains(currentNode)) text += ` ${currentNode.nodeValue}`;
  }
  return text;
}
