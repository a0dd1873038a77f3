// @ts-check

/** Documented in uppy.d.ts. */
export class FileRefusedError extends Error {
  /**
   * @param {string} message
   * @param {'blocked' | 'undetermined' | 'failed'} state
   * @param {{ scan?: import('metadefender-wasm').Scan, error?: unknown }} outcome
   */
  constructor(message, state, { scan, error }) {
    super(message, error === undefined ? undefined : { cause: error });
    this.state = state;
    this.scan = scan;
  }

  get name() {
    return 'FileRefusedError';
  }
}
