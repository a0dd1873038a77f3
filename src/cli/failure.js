// @ts-check
import { MetaDefenderError } from 'metadefender-wasm';
import { escapeControls } from './escape.js';

/** An error that the user can understand and act on, in one line. */
export class Failure extends Error {
  name = 'Failure';
}

/** Advice on failures of the service, in addition to its own message. */
const HINTS = /** @type {Record<string, string | undefined>} */ ({
  unauthorized: 'check the key: METADEFENDER_KEY, --key-file, or `metadefender-wasm login`',
  forbidden: 'check the key: METADEFENDER_KEY, --key-file, or `metadefender-wasm login`',
  network: 'check the address (--url or METADEFENDER_URL), and that the service runs',
  protocol: 'check the address and --api: another service may answer there',
});

/** @param {unknown} error */
export function describe(error) {
  if (error instanceof MetaDefenderError) {
    const hint = HINTS[error.code];
    return `${error.code}: ${error.message}${hint ? ` (${hint})` : ''}`;
  }
  if (error instanceof Failure) return error.message;
  return error instanceof Error ? `unexpected ${error.name}: ${error.message}` : String(error);
}

/** Writes an error to stderr. @param {unknown} error */
export function report(error) {
  say(describe(error));
}

/** Writes a line to stderr. @param {string} line */
export function say(line) {
  process.stderr.write(`metadefender-wasm: ${escapeControls(line)}\n`);
}
