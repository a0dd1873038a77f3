// @ts-check
import { element } from './dom.js';

/** The pause between two announcements, in which texts are collected. */
const INTERVAL_MS = 1_000;

/**
 * A live region for assistive technologies. Texts that come close together are announced as one.
 */
export class Announcer {
  element = element('div', { class: 'announcer', role: 'status' });
  /** @type {Map<unknown, () => string>} */
  #pending = new Map();
  #isPaused = false;

  /**
   * @param {() => string} text called when it is announced, so that it is up to date; may return an empty text
   * @param {unknown} [topic] only the last text of each topic is announced
   */
  say(text, topic = Symbol()) {
    this.#pending.delete(topic);
    this.#pending.set(topic, text);
    if (!this.#isPaused) this.#announce();
  }

  #announce() {
    const texts = Array.from(this.#pending.values(), (text) => text());
    this.#pending.clear();
    const text = texts.filter(Boolean).join(' ');
    this.#isPaused = text !== '';
    if (!this.#isPaused) return;
    // A new node each time: otherwise the same text twice in a row would be announced once.
    this.element.replaceChildren(element('p', {}, text));
    setTimeout(() => this.#announce(), INTERVAL_MS);
  }
}
