// @ts-check

/** The failure of a call. Documented in error.d.ts. */
export class MetaDefenderError extends Error {
  /**
   * @param {import('./error.js').ErrorCode} code
   * @param {string} message
   * @param {import('./error.js').ErrorDetails} [details]
   */
  constructor(code, message, { cause, ...details } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    Object.assign(this, details);
  }

  get name() {
    return 'MetaDefenderError';
  }
}
