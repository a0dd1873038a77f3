// @ts-check

/** The client has disconnected. */
export class ClientDisconnectedError extends Error {
  /** @param {ErrorOptions} [options] */
  constructor(options) {
    super('the client has disconnected', options);
  }
}
