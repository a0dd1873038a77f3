// @ts-check
import { element, setText } from './dom.js';
import { Icon } from './icon.js';

/** A button that opens the browser's dialog. */
export class Picker {
  #text = element('span');
  #input = element('input', { type: 'file', hidden: true, tabindex: '-1' });
  button;
  elements;

  /**
   * @param {{ part: string, slot: string, icon: 'choose' | 'folder', describedBy?: string }} about
   * @param {(files: File[]) => void} onChoose
   */
  constructor({ part, slot, icon, describedBy }, onChoose) {
    const input = this.#input;
    this.button = element('button', { part, type: 'button' });
    if (describedBy) this.button.setAttribute('aria-describedby', describedBy);
    this.button.append(new Icon(icon).element, element('slot', { name: slot }, this.#text));
    this.elements = [this.button, input];
    // A click on the button would be a click on the drop area too.
    this.button.addEventListener('click', (event) => {
      event.preventDefault();
      this.open();
    });
    input.addEventListener('click', (event) => event.stopPropagation());
    // `input` is composed: it would leave the shadow root and look like an event of the element.
    input.addEventListener('input', (event) => event.stopPropagation());
    input.addEventListener('change', () => {
      onChoose([...(input.files ?? [])]);
      // Otherwise choosing the same file again would dispatch no event.
      input.value = '';
    });
  }

  open() {
    if (!this.button.disabled) this.#input.click();
  }

  /**
   * @param {string} text
   * @param {{ disabled: boolean, input: Record<string, string | boolean> }} state `input` are attributes of
   *   the browser's own
   */
  show(text, { disabled, input }) {
    setText(this.#text, text);
    this.button.disabled = disabled;
    for (const [name, value] of Object.entries(input)) {
      if (typeof value === 'boolean') this.#input.toggleAttribute(name, value);
      else this.#input.setAttribute(name, value);
    }
  }
}
