import type { Messages } from './messages.js';

/** The texts of this language. Importing the module adds them: `import 'metadefender-wasm/element/de'`. */
export const messages: Messages;
