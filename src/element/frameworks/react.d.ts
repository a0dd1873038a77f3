/**
 * The form element, and the types of `<metadefender-upload>` in JSX of React.
 *
 * @module metadefender-wasm/element/react
 */

import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type {
  MetadefenderUpload,
  MetadefenderUploadEventMap,
  MetadefenderUploadProps,
} from './element.js';

export * from './element.js';

type Events = Omit<MetadefenderUploadEventMap, 'change'>;

/** React 19 listens to an event of a custom element by `on` and its name, as it is. */
type Listeners = { [Name in keyof Events as `on${Name}`]?: (event: Events[Name]) => void };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'metadefender-upload': DetailedHTMLProps<
        HTMLAttributes<MetadefenderUpload>,
        MetadefenderUpload
      > &
        MetadefenderUploadProps &
        Listeners;
    }
  }
}
