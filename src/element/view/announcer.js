// @ts-check
import { element } from './dom.js';

/** ms between two announcements, so that many files do not talk without end. */
const PAUSE = 1_000;

/**
 * What assistive technologies are told of what happens. What happens at once is told at once, in one
 * go.
 */
export class Announcer {
  element = element('div', { class: 'announcer', role: 'status' });
  /** @type {Map<unknown, () => string>} */
  #pending = new Map();
  #waiting = false;

  /**
   * @param {() => string} text made when it is told: it may be out of date by then, and empty
   * @param {unknown} [topic] of which only the last text is told
   */
  say(text, topic = Symbol()) {
    this.#pending.delete(topic);
    this.#pending.set(topic, text);
    if (!this.#waiting) this.#tell();
  }

  #tell() {
    const texts = Array.from(this.#pending.values(), (text) => text());
    this.#pending.clear();
    const text = texts.filter(Boolean).join(' ');
    this.#waiting = text !== '';
    if (!this.#waiting) return;
    // Each is a new node: the same text twice in a row would be told once.
    this.element.replaceChildren(element('p', {}, text));
    setTimeout(() => this.#tell(), PAUSE);
  }
}
