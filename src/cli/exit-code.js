// @ts-check
/** @import { Tally } from './tally.js' */

/** The exit codes, by which pipelines decide. */
export const ExitCode = /** @type {const} */ ({
  /** Every file is allowed; for other commands: success. */
  allowed: 0,
  /** At least one file is blocked. */
  blocked: 1,
  /** A file is undetermined, something failed, there was nothing to scan, or the command was interrupted. */
  undetermined: 2,
});

/** @typedef {typeof ExitCode[keyof typeof ExitCode]} Code */

/** The exit code of a scan. @param {Tally} tally @returns {Code} */
export function exitCodeOf({ verdict, isInterrupted }) {
  return isInterrupted ? ExitCode.undetermined : ExitCode[verdict];
}

/** The exit code for the verdict of one report. @param {import('metadefender-wasm').Scan['verdict']} verdict */
export const exitCodeOfVerdict = (verdict) => ExitCode[verdict];
