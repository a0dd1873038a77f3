// @ts-check

// Why a file is not allowed, in English: what the element and the plugins of uploaders say alike.

/** By the code of the error. @type {import('metadefender-wasm/element').Messages['errors']} */
export const errors = {
  unauthorized: 'The scanner refused the credentials.',
  forbidden: 'The scanner does not allow this.',
  'not-found': 'This file is not known yet.',
  'empty-file': 'The file is empty.',
  'too-large': 'The file is too large for the scanner.',
  busy: 'The scanner is busy.',
  'rate-limited': 'There were too many scans; try again later.',
  timeout: 'The scan took too long.',
  network: 'The scanner cannot be reached.',
  server: 'The scanner failed.',
  protocol: 'The scanner gave an answer that makes no sense.',
  integrity: 'The scanner checked another file than this one.',
  'invalid-input': 'The file cannot be read, or the scanner refused it.',
  other: 'The scan failed.',
};

/** By the reason of the verdict. Of any other, the words of its name. @type {import('metadefender-wasm/element').Messages['reasons']} */
export const reasons = {
  whitelisted: 'It is on the allow list.',
  blacklisted: 'It is on the block list.',
  mismatch: 'It is not of the type that its name says.',
  'encrypted-archive': 'It is encrypted, and cannot be checked.',
  'password-protected-document': 'It is protected by a password, and cannot be checked.',
  'exceeded-archive-depth': 'The archive is nested too deep.',
  'exceeded-archive-size': 'What the archive holds is too large.',
  'exceeded-archive-file-number': 'The archive holds too many files.',
  'exceeded-archive-timeout': 'The archive takes too long to unpack.',
  'exceeded-archive-expansion-factor': 'The archive grows too large when it is unpacked.',
  'rms-protected-document': 'It is protected by RMS, and cannot be checked.',
  'blocked-by-policy': 'The rules do not allow it.',
  'global-timeout-exceeded': 'The check took too long.',
  'unknown-result': 'The scanner came to an unknown result.',
  'contradictory-answer': 'The scanner contradicts itself.',
  'malformed-answer': 'The answer of the scanner makes no sense.',
  'unverified-answer': 'The answer does not say which file it is about.',
  'in-progress': 'The check is not over.',
};

/** `no-threat-detected` → No threat detected. @param {string} reason */
export function sentence(reason) {
  const words = reason.replaceAll('-', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
