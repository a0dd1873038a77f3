// Every name that the element exports. One less would not compile, one more is named by the test.
export { MetadefenderUpload, addMessages } from 'metadefender-wasm/element';
export type {
  KeptFile,
  Messages,
  MetadefenderUploadAttributes,
  MetadefenderUploadEventMap,
  MetadefenderUploadProps,
  Plural,
  Refusal,
  UploadItem,
  UploadState,
} from 'metadefender-wasm/element';
