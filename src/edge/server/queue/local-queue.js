// @ts-check
import { MetaDefenderError } from '../../../entry/error.js';
import { Consumer } from './consumer.js';
/** @import { LocalQueue } from '../../edge-node.js' */

/**
 * The storage of a queue's messages.
 * @typedef {object} MessageStore
 * @property {(body: string, dueAt: number) => Promise<void> | void} add
 * @property {(now: number, leaseUntil: number) => ClaimedMessage | undefined | Promise<ClaimedMessage | undefined>} claim
 *   takes a message that is due; it is due again at the end of its lease, unless it is deleted or postponed
 * @property {(message: ClaimedMessage, dueAt: number) => Promise<void> | void} postpone
 * @property {(message: ClaimedMessage) => Promise<void> | void} delete
 * @property {() => number | undefined | Promise<number | undefined>} nextDue ms
 *
 * @typedef {{ id: string, body: string, attempts: number }} ClaimedMessage
 */

/**
 * A queue with consumers in this process.
 * @param {MessageStore} store
 * @param {{ onError?: (message: string) => void }} options
 * @returns {LocalQueue}
 */
export function localQueue(store, { onError = (message) => console.error(message) }) {
  /** @type {Set<Consumer>} */
  const consumers = new Set();
  return {
    async send(message, { delaySeconds = 0 } = {}) {
      await store.add(JSON.stringify(message), Date.now() + delaySeconds * 1000);
      for (const consumer of consumers) consumer.wake();
    },
    consume(handler, env) {
      if (typeof handler !== 'function') {
        throw new MetaDefenderError('invalid-input', 'consume() takes a handler of messages');
      }
      const consumer = new Consumer(
        store,
        (batch) => handler(batch, /** @type {any} */ (env)),
        onError,
      );
      consumers.add(consumer);
      return {
        async stop() {
          consumers.delete(consumer);
          await consumer.stop();
        },
      };
    },
  };
}
