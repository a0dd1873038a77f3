/**
 * The form element, and the types of `<metadefender-upload>` in templates of Vue.
 *
 * @module metadefender-wasm/element/vue
 */

import type { HTMLAttributes, PublicProps } from 'vue';
import type {
  MetadefenderUpload,
  MetadefenderUploadEventMap,
  MetadefenderUploadProps,
} from './element.js';

export * from './element.js';

/** `@metadefender-verdict` in a template. */
type Listeners = {
  onChange?: (event: MetadefenderUploadEventMap['change']) => void;
  onMetadefenderProgress?: (event: MetadefenderUploadEventMap['metadefender-progress']) => void;
  onMetadefenderVerdict?: (event: MetadefenderUploadEventMap['metadefender-verdict']) => void;
  onMetadefenderError?: (event: MetadefenderUploadEventMap['metadefender-error']) => void;
};

declare module 'vue' {
  interface GlobalComponents {
    'metadefender-upload': new () => MetadefenderUpload & {
      $props: Omit<HTMLAttributes, keyof Listeners> &
        MetadefenderUploadProps &
        Listeners &
        PublicProps;
    };
  }
}
