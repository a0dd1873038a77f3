// @ts-check
/** @import { HandlerContext } from './edge.js' */

/**
 * Work that continues after the response. Without a context to keep it alive, the response waits for it.
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
    // Without a context, the server waits for the response anyway.
    this.#context?.waitUntil(response);
  }

  /** Resolves when all tasks have ended that the response has to wait for. */
  async settled() {
    // A task may start other tasks.
    while (this.#tasks.length > 0) await Promise.allSettled(this.#tasks.splice(0));
  }
}
