// @ts-check

/**
 * The DevTools protocol over a pair of pipes. Only what the rows need is used, so that the browser runs as it
 * does for users. (Watching the network, for instance, keeps the bodies of requests in memory.)
 */
export class DevTools {
  #input;
  #id = 0;
  /** @type {Map<number, { resolve: (result: any) => void, reject: (error: Error) => void }>} */
  #waiting = new Map();
  /** @type {Map<string, () => void>} */
  #expected = new Map();

  /**
   * @param {import('node:stream').Writable} input
   * @param {import('node:stream').Readable} output
   */
  constructor(input, output) {
    this.#input = input;
    let rest = '';
    output.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      const messages = (rest + text).split('\0');
      rest = messages.pop() ?? '';
      for (const message of messages) this.#take(JSON.parse(message));
    });
    output.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('the browser has ended'));
    });
  }

  /**
   * @param {string} method
   * @param {Record<string, unknown>} [params]
   * @param {string} [sessionId] of a page
   * @returns {Promise<any>}
   */
  send(method, params, sessionId) {
    const id = (this.#id += 1);
    this.#input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  /**
   * The next event of a kind.
   * @param {string} method
   * @param {string} sessionId
   * @returns {Promise<void>}
   */
  event(method, sessionId) {
    return new Promise((resolve) => this.#expected.set(`${method} ${sessionId}`, resolve));
  }

  /** @param {any} message */
  #take({ id, result, error, method, sessionId }) {
    if (method) return this.#expected.get(`${method} ${sessionId}`)?.();
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new Error(error.message));
    else waiting?.resolve(result);
  }
}
