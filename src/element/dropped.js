// @ts-check

/** @typedef {{ file: File, path: string }} Dropped */

/**
 * The files of what was dropped or pasted, those in folders with their paths. What it holds has to be
 * taken before the event is over: call it in the listener.
 *
 * @param {DataTransfer} transfer
 * @returns {Promise<{ files: Dropped[], unreadable: number }>}
 */
export async function filesOf(transfer) {
  const found = { files: /** @type {Dropped[]} */ ([]), unreadable: 0 };
  const items = [...transfer.items].filter(({ kind }) => kind === 'file');
  const entries = items.map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile());
  // Some browsers list what was pasted as files only.
  if (entries.length === 0) entries.push(...transfer.files);
  for (const entry of entries) {
    if (entry instanceof File) found.files.push({ file: entry, path: entry.name });
    else if (entry) await walk(entry, found);
  }
  return found;
}

/**
 * @param {FileSystemEntry} entry
 * @param {{ files: Dropped[], unreadable: number }} found
 */
async function walk(entry, found) {
  try {
    if (entry.isFile) {
      const file = await fileOf(/** @type {FileSystemFileEntry} */ (entry));
      found.files.push({ file, path: entry.fullPath.replace(/^\//, '') || file.name });
      return;
    }
    const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
    // It answers a hundred at a time, and none at the end.
    for (;;) {
      const children = await childrenOf(reader);
      if (children.length === 0) return;
      for (const child of children) await walk(child, found);
    }
  } catch {
    found.unreadable += 1;
  }
}

/** @param {FileSystemFileEntry} entry @returns {Promise<File>} */
function fileOf(entry) {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** @param {FileSystemDirectoryReader} reader @returns {Promise<FileSystemEntry[]>} */
function childrenOf(reader) {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}
