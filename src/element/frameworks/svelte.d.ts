/**
 * The form element, and the types of `<metadefender-upload>` in templates of Svelte.
 *
 * @module metadefender-wasm/element/svelte
 */

import type { HTMLAttributes } from 'svelte/elements';
import type {
  MetadefenderUpload,
  MetadefenderUploadEventMap,
  MetadefenderUploadProps,
} from './element.js';

export * from './element.js';

type Events = Omit<MetadefenderUploadEventMap, 'change'>;

type Listeners = { [Name in keyof Events as `on${Name}`]?: (event: Events[Name]) => void };

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'metadefender-upload': HTMLAttributes<MetadefenderUpload> & MetadefenderUploadProps & Listeners;
  }
}
