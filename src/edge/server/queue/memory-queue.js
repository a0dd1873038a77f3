// @ts-check
import { randomUUID } from 'node:crypto';
import { MetaDefenderError } from '../../../entry/error.js';
import { positiveOption } from '../options.js';
import { localQueue } from './local-queue.js';
/** @import { MessageStore } from './local-queue.js' */

/** @type {typeof import('../../edge-node.js').memoryQueue} */
export function memoryQueue({ limit, onError } = {}) {
  return localQueue(memoryMessages(positiveOption('limit', limit, 10_000)), { onError });
}

/** @param {number} limit @returns {MessageStore} */
function memoryMessages(limit) {
  /** @type {Map<string, { body: string, attempts: number, dueAt: number }>} */
  const messages = new Map();
  const earliest = () => [...messages].sort(([, a], [, b]) => a.dueAt - b.dueAt)[0];
  return {
    add(body, dueAt) {
      if (messages.size >= limit) {
        throw new MetaDefenderError('busy', `the queue is full: its limit is ${limit} messages`);
      }
      messages.set(randomUUID(), { body, attempts: 0, dueAt });
    },
    claim(now, leaseUntil) {
      const [id, message] = earliest() ?? [];
      if (id === undefined || !message || message.dueAt > now) return undefined;
      message.attempts += 1;
      message.dueAt = leaseUntil;
      return { id, body: message.body, attempts: message.attempts };
    },
    postpone({ id }, dueAt) {
      const message = messages.get(id);
      if (message) message.dueAt = dueAt;
    },
    delete({ id }) {
      messages.delete(id);
    },
    nextDue: () => earliest()?.[1].dueAt,
  };
}
