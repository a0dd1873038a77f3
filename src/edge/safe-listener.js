// @ts-check

/**
 * A failing listener must not change the response.
 * @param {(message: string) => unknown} listener
 * @returns {(message: string) => void}
 */
export function safeListener(listener) {
  return async (message) => {
    try {
      await listener(message);
    } catch {
      // There is no other place to report it to.
    }
  };
}
