// @ts-check
import { onPageLanguageChange } from './language.js';
import { guardPage } from './page-guard.js';
import { onMessagesAdded } from './texts.js';

/**
 * @typedef {object} PresenceListeners
 * @property {() => void} onLanguage the language of the page or the texts have changed
 * @property {() => void} onOnline the network is back
 * @property {() => void} onGone the element did not come back in time
 */

/** What an element does while it is in the document, and for some time after that. */
export class Presence {
  /** @type {(() => void)[]} */
  #cleanups = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #listeners;

  /** @param {PresenceListeners} listeners */
  constructor(listeners) {
    this.#listeners = listeners;
  }

  begin() {
    const { onLanguage, onOnline } = this.#listeners;
    clearTimeout(this.#timer);
    window.addEventListener('online', onOnline);
    this.#cleanups = [
      guardPage(),
      onMessagesAdded(onLanguage),
      onPageLanguageChange(onLanguage),
      () => window.removeEventListener('online', onOnline),
    ];
  }

  /**
   * Waits, as the element may only be moved, or may come back: frameworks keep elements that they hide.
   * @param {number} timeout in ms
   */
  end(timeout) {
    for (const cleanUp of this.#cleanups.splice(0)) cleanUp();
    this.#timer = setTimeout(this.#listeners.onGone, timeout);
  }
}
