// @ts-check

/**
 * A browser by WebDriver (W3C, "classic"), as far as the tests need it.
 * @param {string} driver its address
 */
export async function newSession(driver) {
  const { sessionId } = await send(driver, 'POST', '/session', {
    capabilities: { alwaysMatch: { timeouts: { script: null } } },
  });
  /** @param {string} command @param {object} body */
  const post = (command, body) => send(driver, 'POST', `/session/${sessionId}/${command}`, body);
  return {
    /** @param {string} url */
    goto: (url) => post('url', { url }),

    /**
     * Runs a function in the page and waits for what it answers.
     * @param {(argument: unknown[]) => unknown} run
     * @param {unknown[]} argument
     */
    execute: (run, argument) =>
      post('execute/sync', { script: `return (${run})(...arguments);`, args: [argument] }),

    /** @param {string} selector of an element @param {string} text */
    async type(selector, text) {
      const element = await post('element', { using: 'css selector', value: selector });
      return post(`element/${Object.values(element)[0]}/value`, { text });
    },

    close: () => send(driver, 'DELETE', `/session/${sessionId}`),
  };
}

/**
 * @param {string} driver
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 */
async function send(driver, method, path, body) {
  const response = await fetch(driver + path, { method, body: body ? JSON.stringify(body) : null });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
  return value;
}
