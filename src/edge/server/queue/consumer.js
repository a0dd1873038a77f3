// @ts-check
/** @import { ScreeningMessages } from '../../edge.js' */
/** @import { ClaimedMessage, MessageStore } from './local-queue.js' */

/** After this, a message whose consumer has died goes to another consumer: a delivery may take 20 minutes. */
const LEASE_MS = 20 * 60_000;
/** Another process may have sent a message. */
const POLL_MS = 5_000;
const RETRY_DELAY_MS = 5_000;
/** A message that fails this often is dropped. `preScreenQueue` gives up on an upload long before. */
const MAX_ATTEMPTS = 100;

/** Passes messages to a handler one by one, when they are due. */
export class Consumer {
  #store;
  #handler;
  #onError;
  #isStopped = false;
  #ended;
  /** @type {() => void} */
  #wake = () => {};
  #isWoken = false;

  /**
   * @param {MessageStore} store
   * @param {(batch: ScreeningMessages) => Promise<unknown>} handler
   * @param {(message: string) => void} onError
   */
  constructor(store, handler, onError) {
    this.#store = store;
    this.#handler = handler;
    this.#onError = onError;
    this.#ended = this.#run();
  }

  /** Makes it check now whether a message is due. */
  wake() {
    this.#isWoken = true;
    this.#wake();
  }

  /** Stops taking messages, and waits for the one in progress. */
  async stop() {
    this.#isStopped = true;
    this.wake();
    await this.#ended;
  }

  async #run() {
    while (!this.#isStopped) {
      try {
        const now = Date.now();
        const message = await this.#store.claim(now, now + LEASE_MS);
        if (message) await this.#process(message);
        else await this.#sleep(await this.#store.nextDue());
      } catch (error) {
        this.#report(error);
        await this.#sleep(undefined);
      }
    }
  }

  /** @param {ClaimedMessage} message */
  async #process(message) {
    /** @type {number | undefined} */
    let delay = RETRY_DELAY_MS;
    try {
      await this.#handler({
        messages: [
          {
            body: JSON.parse(message.body),
            attempts: message.attempts,
            ack: () => (delay = undefined),
            retry: ({ delaySeconds = RETRY_DELAY_MS / 1000 } = {}) => (delay = delaySeconds * 1000),
          },
        ],
      });
    } catch (error) {
      delay ??= RETRY_DELAY_MS;
      this.#report(error);
    }
    if (delay !== undefined && message.attempts >= MAX_ATTEMPTS) {
      this.#report(new Error(`a message is dropped after ${MAX_ATTEMPTS} attempts`));
      delay = undefined;
    }
    if (delay === undefined) await this.#store.delete(message);
    else await this.#store.postpone(message, Date.now() + delay);
  }

  /** @param {number | undefined} until ms */
  async #sleep(until) {
    const ms = Math.min(POLL_MS, Math.max(0, (until ?? Infinity) - Date.now()));
    await new Promise((resolve) => {
      this.#wake = () => resolve(undefined);
      if (this.#isWoken) return this.#wake();
      const timer = setTimeout(this.#wake, ms);
      // A queue alone does not keep the process alive.
      timer.unref?.();
    });
    this.#isWoken = false;
  }

  /** @param {unknown} error */
  #report(error) {
    try {
      this.#onError(`queue: ${error instanceof Error ? error.message : String(error)}`);
    } catch {
      // There is no other place to report it to.
    }
  }
}
