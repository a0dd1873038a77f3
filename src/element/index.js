// @ts-check
import { MetadefenderUpload } from './upload.js';

export { addMessages } from './texts.js';
export { MetadefenderUpload };

const NAME = 'metadefender-upload';

// A server that renders the page has no registry. If the package is loaded twice, the name is taken.
const registry = globalThis.customElements;
if (registry && !registry.get(NAME)) registry.define(NAME, MetadefenderUpload);
