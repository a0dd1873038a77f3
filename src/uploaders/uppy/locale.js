// @ts-check
import { errors, reasons } from '../../element/sentences.js';

/** The plugin's texts in English, in the form of Uppy's locales. @type {{ strings: import('metadefender-wasm/uppy').MetaDefenderScanStrings }} */
export const english = {
  strings: {
    scanningFiles: {
      0: 'Checking for malware',
      1: 'Checking for malware: %{done} of %{smart_count} files',
    },
    scanStateBlocked: 'Blocked: %{reason}',
    scanStateUndetermined: 'Undetermined: %{reason}',
    scanStateFailed: 'Not checked: %{reason}',
    scanThreat: 'Found: %{threat}.',
    scanRemoved: {
      0: '“%{file}” was removed, as it is blocked.',
      1: '%{smart_count} files were removed, as they are blocked.',
    },
    scanRefused: {
      0: '“%{file}” is not uploaded.',
      1: '%{smart_count} files are not uploaded.',
    },
    ...withPrefix('scanError-', {
      ...errors,
      cancelled: 'The check was cancelled.',
      missing: 'Its content is not here: choose it again.',
      remote: 'It comes from another service, and cannot be checked here.',
    }),
    ...withPrefix('scanReason-', reasons),
  },
};

/** @param {string} prefix @param {Record<string, string>} texts */
function withPrefix(prefix, texts) {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [prefix + name, text]));
}
