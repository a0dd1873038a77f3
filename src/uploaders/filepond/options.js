// @ts-check
import { errors, reasons } from '../../element/sentences.js';
import { MetaDefenderError } from '../../entry/error.js';
import { checkOptions, oneOf, refuse } from '../options.js';
import { verdictMeta } from '../verdict-meta.js';

/** @typedef {(name: string, ...args: unknown[]) => any} Query reads the options and the state of a FilePond instance */

/**
 * The options that the plugin adds to FilePond, with their defaults and types.
 * @param {Record<string, string>} Type FilePond's names of the types
 */
export const pluginOptions = (Type) => ({
  allowScan: [true, Type.BOOLEAN],
  scanConnection: [null, Type.FUNCTION],
  scanOptions: [{}, Type.OBJECT],
  scanConcurrency: [3, Type.INT],
  scanBlockedFiles: ['mark', Type.STRING],
  scanToMetadata: [verdictMeta, Type.FUNCTION],
  onscanfile: [null, Type.FUNCTION],
  labelFileScanning: ['Checking for malware', Type.STRING],
  labelFileScanningField: ['Please wait: files are still being checked.', Type.STRING],
  labelFileBlocked: ['Blocked', Type.STRING],
  labelFileUndetermined: ['Undetermined', Type.STRING],
  labelFileNotScanned: ['Not checked', Type.STRING],
  labelFileThreat: ['Found: {threat}.', Type.STRING],
  labelFileScanErrors: [errors, Type.OBJECT],
  labelFileScanReasons: [reasons, Type.OBJECT],
});

/**
 * Refuses options with invalid values. FilePond has already checked the types.
 * @param {Query} query
 */
export function refuseImpossible(query) {
  if (!query('GET_SCAN_CONNECTION')) {
    refuse('FilePond has no scanConnection: a function that answers what connect() does');
  }
  checkOptions(
    'FilePond',
    {
      scanConcurrency: query('GET_SCAN_CONCURRENCY'),
      scanBlockedFiles: query('GET_SCAN_BLOCKED_FILES'),
    },
    {
      scanConcurrency: [(value) => value > 0, 'be above 0'],
      scanBlockedFiles: oneOf('mark', 'remove'),
    },
  );
}

/** The options of an instance, for its scanner. @param {Query} query */
export const scannerHost = (query) => ({
  connection: () => query('GET_SCAN_CONNECTION'),
  concurrency: () => Math.max(1, query('GET_SCAN_CONCURRENCY')),
  scanOptions: () => query('GET_SCAN_OPTIONS'),
});

/** An error in the page's options or callbacks, as a `MetaDefenderError`. @param {unknown} error */
export const failedBy = (error) =>
  error instanceof MetaDefenderError
    ? error
    : new MetaDefenderError('invalid-input', String(error), { cause: error });
