// @ts-check
import { Scanner } from '../scanner.js';
import { FormGuard } from './form-guard.js';
import { pluginOptions, scannerHost } from './options.js';
import { ScannedItem } from './scanned-item.js';
import { showScans } from './status-view.js';

/** Documented in filepond.d.ts. @param {any} filePond */
export function FilePondPluginMetaDefender({ addFilter, utils }) {
  const { Type, createItemAPI } = utils;
  /** The scanner and guard of each FilePond instance; the key is its `query`, which no other instance has. @type {WeakMap<Function, { scanner: Scanner, guard: FormGuard }>} */
  const instances = new WeakMap();
  /** @type {WeakMap<object, ScannedItem>} */
  const items = new WeakMap();

  /** @param {import('./options.js').Query} query */
  function instanceOf(query) {
    const made = instances.get(query);
    if (made) return made;
    const instance = { scanner: new Scanner(scannerHost(query)), guard: new FormGuard(query) };
    instances.set(query, instance);
    return instance;
  }

  addFilter(
    'DID_CREATE_ITEM',
    (/** @type {any} */ item, /** @type {any} */ { query, dispatch }) => {
      const pond = { query, dispatch, ...instanceOf(query), createItemAPI };
      items.set(item, new ScannedItem(item, pond));
    },
  );
  // Scans what other filters have made of a file that is submitted with a form. For uploads, ScannedItem does this.
  addFilter(
    'COMPLETE_PREPARE_OUTPUT',
    async (/** @type {any} */ output, /** @type {any} */ { item }) =>
      items.get(item)?.scanOutput(output),
  );
  showScans(addFilter, utils, (query) => instanceOf(query).guard);
  return { options: pluginOptions(Type) };
}
