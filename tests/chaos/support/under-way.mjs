// @ts-check
/** @typedef {import('metadefender-wasm').Progress} Progress */

/** The `percentage` at which a scan has uploaded its file: what follows is the wait for the analysis. */
export const UPLOADED = 60;

/**
 * Whether a call's analysis has begun on the server. The progress of `scanBatch` is in the phase `scan` from the first hashed
 * byte on, and tells by its percentage.
 * @param {string} call its name
 * @param {Progress} progress
 */
export const isAnalysisUnderWay = (call, { phase, percentage }) =>
  phase === 'scan' && (call !== 'scanBatch' || percentage >= UPLOADED);
