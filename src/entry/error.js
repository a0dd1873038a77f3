// @ts-check

// A program may load the package twice, for example as ES module and as CommonJS.
const BRAND = Symbol.for('metadefender-wasm.MetaDefenderError');

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

  get [BRAND]() {
    return true;
  }

  /** @param {any} value */
  static [Symbol.hasInstance](value) {
    // The brand does not tell subclasses apart.
    return this === MetaDefenderError ? value?.[BRAND] === true : super[Symbol.hasInstance](value);
  }
}
