// @ts-check

/** An error that the user can understand and act on: one line, and the end of a program's output. */
export class Failure extends Error {
  /**
   * @param {string} message
   * @param {string} [output]
   */
  constructor(message, output = '') {
    super(message);
    this.name = 'Failure';
    this.output = output;
  }
}

/**
 * Describes an error in one line.
 * @param {unknown} error
 */
export function describe(error) {
  if (error instanceof Failure) return error.message;
  return error instanceof Error ? `unexpected ${error.name}: ${error.message}` : String(error);
}

/** @param {unknown} error */
export function report(error) {
  if (error instanceof Failure && error.output) console.error(error.output);
  console.error(describe(error));
  if (!(error instanceof Failure) && process.env.VERBOSE) console.error(error);
}
