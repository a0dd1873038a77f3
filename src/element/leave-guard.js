// @ts-check

/** Makes the browser ask before the page is left, while it is on. */
export class LeaveGuard {
  /**
   * Only for as long as it is needed: a listener may keep the page out of the back/forward cache.
   * @param {boolean} isOn
   */
  toggle(isOn) {
    if (isOn) window.addEventListener('beforeunload', this.#ask);
    else window.removeEventListener('beforeunload', this.#ask);
  }

  // One function for each guard, as adding the same listener twice has no effect.
  #ask = (/** @type {Event} */ event) => event.preventDefault();
}
