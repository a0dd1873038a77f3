// @ts-check

/**
 * Watches what may change which part of an element is visible: scrolling of the element or of its ancestors, and its
 * width.
 */
export class ScrollWatch {
  /** @type {AbortController | undefined} */
  #controller;
  #element;
  #listeners;

  /**
   * @param {HTMLElement} element
   * @param {{ onScroll: () => void, onResize: () => void }} listeners
   */
  constructor(element, listeners) {
    this.#element = element;
    this.#listeners = listeners;
  }

  /** @param {boolean} isOn */
  toggle(isOn) {
    if (isOn === !!this.#controller) return;
    this.#controller?.abort();
    this.#controller = isOn ? new AbortController() : undefined;
    if (this.#controller) this.#watch(this.#controller.signal);
  }

  /** @param {AbortSignal} signal */
  #watch(signal) {
    const { onScroll, onResize } = this.#listeners;
    const options = { capture: true, passive: true, signal };
    // A scroll event does not leave its shadow tree.
    for (let root = this.#element.getRootNode(); ; root = root.host.getRootNode()) {
      root.addEventListener('scroll', onScroll, options);
      if (!(root instanceof ShadowRoot)) break;
    }
    window.addEventListener('resize', onScroll, options);
    let width = this.#element.clientWidth;
    const observer = new ResizeObserver(() => {
      const isOther = width !== this.#element.clientWidth;
      width = this.#element.clientWidth;
      // In the next frame: resizing within the callback is an error of ResizeObserver.
      requestAnimationFrame(isOther ? onResize : onScroll);
    });
    observer.observe(this.#element);
    signal.addEventListener('abort', () => observer.disconnect());
  }
}
