// @ts-check

/** @typedef {(event: { root: any, action: any }) => void} Writer handles an action of FilePond */

/** The progress of an item's scan: an action that the plugin adds to those of FilePond. */
export const SCAN_PROGRESS = 'DID_UPDATE_ITEM_SCAN_PROGRESS';

const ELLIPSIS = { maxWidth: '100%', overflow: 'hidden', textOverflow: 'ellipsis' };

/**
 * Makes FilePond's views of an item show the progress of its scan and why it was refused, in the texts of the plugin.
 * @param {any} addFilter
 * @param {any} utils
 * @param {(query: import('./options.js').Query) => import('./form-guard.js').FormGuard} guardOf
 */
export function showScans(addFilter, { createRoute, text }, guardOf) {
  /** Replaces FilePond's own text for an error. @type {Writer} */
  const showRefusal = ({ root, action }) => {
    const { scanStatus } = action.error ?? {};
    if (!scanStatus) return;
    text(root.ref.main, scanStatus.main);
    text(root.ref.sub, scanStatus.sub);
    // FilePond's own texts are short. Longer ones would cover the file name if there is little space.
    root.element.style.maxWidth = '60%';
    for (const line of [root.ref.main, root.ref.sub]) Object.assign(line.style, ELLIPSIS);
  };
  /** @type {Record<string, Record<string, Writer>>} */
  const routes = {
    'file-status': {
      [SCAN_PROGRESS]: ({ root, action }) => {
        const label = root.query('GET_LABEL_FILE_SCANNING');
        const percent = action.progress === null ? '' : ` ${Math.round(action.progress * 100)}%`;
        text(root.ref.main, label + percent);
        text(root.ref.sub, root.query('GET_LABEL_TAP_TO_CANCEL'));
      },
      DID_THROW_ITEM_INVALID: showRefusal,
      DID_THROW_ITEM_LOAD_ERROR: showRefusal,
      DID_THROW_ITEM_PROCESSING_ERROR: showRefusal,
    },
    file: {
      [SCAN_PROGRESS]: ({ root, action }) => {
        guardOf(root.query).found(root.element);
        const { loadProgressIndicator, processProgressIndicator } = root.ref;
        const indicator = action.isUpload ? processProgressIndicator : loadProgressIndicator;
        indicator.spin = action.progress === null;
        indicator.progress = action.progress ?? 0;
      },
    },
  };
  addFilter('CREATE_VIEW', (/** @type {any} */ { is, view }) => {
    for (const [name, route] of Object.entries(routes)) {
      if (is(name)) view.registerWriter(createRoute(route));
    }
  });
}
