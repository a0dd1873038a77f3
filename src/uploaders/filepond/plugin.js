// @ts-check
import { Scanner } from '../scanner.js';
import { pluginOptions, scannerHost } from './options.js';
import { ScannedItem } from './scanned-item.js';
import { showScans } from './status-view.js';

/** Documented in filepond.d.ts. @param {any} filePond */
export function FilePondPluginMetaDefender({ addFilter, utils }) {
  const { Type, createItemAPI } = utils;
  /** By the function that is each instance's own. @type {WeakMap<Function, Scanner>} */
  const scanners = new WeakMap();
  /** @type {WeakMap<object, ScannedItem>} */
  const items = new WeakMap();

  /** @param {import('./options.js').Query} query */
  function scannerOf(query) {
    const scanner = scanners.get(query) ?? new Scanner(scannerHost(query));
    scanners.set(query, scanner);
    return scanner;
  }

  addFilter(
    'DID_CREATE_ITEM',
    (/** @type {any} */ item, /** @type {any} */ { query, dispatch }) => {
      const pond = { query, dispatch, scanner: scannerOf(query), createItemAPI };
      items.set(item, new ScannedItem(item, pond));
    },
  );
  // What other filters have made of a file that is sent with a form; of an upload, the item sees to that by itself.
  addFilter(
    'COMPLETE_PREPARE_OUTPUT',
    async (/** @type {any} */ output, /** @type {any} */ { item }) =>
      items.get(item)?.scanOutput(output),
  );
  showScans(addFilter, utils);
  return { options: pluginOptions(Type) };
}
