// @ts-check

/** Seconds. */
const INITIAL_DELAY = 5;
const MAX_BACKOFF = 300;
/** The longest delay of a message (Queues, Limits). */
export const MAX_RETRY_DELAY = 43_200;

/** How many seconds a message waits before it comes again. @param {number} attempts so far */
export const backoff = (attempts) => Math.min(INITIAL_DELAY * 2 ** (attempts - 1), MAX_BACKOFF);
