// @ts-check

/**
 * What to do about an error, by its code.
 * @type {Partial<Record<import('metadefender-wasm').ErrorCode, string>>}
 */
const ADVICE = {
  'invalid-input': 'Look at the address and the options in the settings.',
  unauthorized: 'User name or password are wrong. Try again in the settings.',
  forbidden: 'Give another API key, or log in, in the settings.',
  'not-found':
    'The gateway may have forgotten it, or the address in the settings is another one’s.',
  'empty-file': 'Choose a file that is not empty.',
  'too-large': 'Choose a smaller file, or a rule that takes larger ones.',
  busy: 'Wait a little, then try again.',
  'rate-limited': 'Wait a little, then try again.',
  timeout: 'Try again; the analysis itself may still go on.',
  network: '`npm start` runs a gateway; another address can be given in the settings.',
  server: 'Look at the gateway’s log, then try again.',
  protocol: 'Does MetaDefender answer at this address, or a proxy before it? Look at the settings.',
  integrity: 'Do not trust this file: the report is of another one.',
  unsupported: 'Choose another API in the settings.',
};

/**
 * An error in words: what happened, what to do, and its code.
 * @param {unknown} error
 */
export function problem(error) {
  const { code, message } = /** @type {Partial<import('metadefender-wasm').MetaDefenderError>} */ (
    error ?? {}
  );
  return {
    code: typeof code === 'string' ? code : '',
    message: message || String(error),
    advice: (typeof code === 'string' && ADVICE[code]) || '',
  };
}

/** Whether the user cancelled it. @param {unknown} error */
export const isAbort = (error) => error instanceof DOMException && error.name === 'AbortError';
