// @ts-check
import { errors, reasons } from '../../element/sentences.js';
import { MetaDefenderError } from '../../entry/error.js';
import { checkOptions, oneOf, refuse } from '../options.js';
import { verdictMeta } from '../verdict-meta.js';

/** @typedef {(name: string, ...args: unknown[]) => any} Query what an instance of FilePond knows */

/**
 * The options that FilePond gets by the plugin, with their types.
 * @param {Record<string, string>} Type FilePond's
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
 * Refuses options that cannot be, by their names. FilePond has checked their types.
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

/** What the scanner asks of an instance. @param {Query} query */
export const scannerHost = (query) => ({
  connection: () => query('GET_SCAN_CONNECTION'),
  concurrency: () => Math.max(1, query('GET_SCAN_CONCURRENCY')),
  scanOptions: () => query('GET_SCAN_OPTIONS'),
});

/** The failure of what the page has given. @param {unknown} error */
export const failedBy = (error) =>
  error instanceof MetaDefenderError
    ? error
    : new MetaDefenderError('invalid-input', String(error), { cause: error });
