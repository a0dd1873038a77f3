/**
 * The texts of the form element in this language.
 *
 * @module metadefender-wasm/element/LANGUAGE
 */

import type { Messages } from './messages.js';

/** The texts of this language. Importing the module adds them: `import 'metadefender-wasm/element/LANGUAGE'`. */
export const messages: Messages;
