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
  /** @type {(() => string)[]} */
  #pending = [];
  #waiting = false;

  /**
   * @param {() => string} text made when it is told: it may be out of date by then, and empty
   * @param {boolean} [instead] of what has not been told yet
   */
  say(text, instead = false) {
    if (instead) this.#pending = [];
    this.#pending.push(text);
    if (!this.#waiting) this.#tell();
  }

  #tell() {
    const text = this.#pending
      .splice(0)
      .map((text) => text())
      .filter(Boolean)
      .join(' ');
    this.#waiting = text !== '';
    if (!this.#waiting) return;
    // Each is a new node: the same text twice in a row would be told once.
    this.element.replaceChildren(element('p', {}, text));
    setTimeout(() => this.#tell(), PAUSE);
  }
}
