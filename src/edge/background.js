// @ts-check
/** @import { HandlerContext } from './edge.js' */

/**
 * What goes on after the answer. Where the platform gives no context that would keep it alive, the answer waits for it.
 */
export class Background {
  #context;
  /** @type {Promise<unknown>[]} */
  #tasks = [];

  /** @param {HandlerContext | undefined} context */
  constructor(context) {
    this.#context = context;
  }

  /** @param {Promise<unknown>} task */
  waitUntil(task) {
    if (this.#context) this.#context.waitUntil(task);
    else this.#tasks.push(task);
  }

  /** Keeps the handler itself alive. @param {Promise<unknown>} response */
  keepAlive(response) {
    // Without a context, whoever serves the request waits for it anyway.
    this.#context?.waitUntil(response);
  }

  /** Resolves when nothing is left that the answer has to wait for. */
  async settled() {
    // A task may begin others.
    while (this.#tasks.length > 0) await Promise.allSettled(this.#tasks.splice(0));
  }
}
