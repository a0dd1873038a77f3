// @ts-check

/** @typedef {{ file: File, path: string }} DroppedFile */

/**
 * Reads the files that were dropped or pasted, those in folders with their paths. Call it in the
 * event listener: the transfer is empty once the event is over.
 *
 * @param {DataTransfer} transfer
 * @returns {Promise<{ files: DroppedFile[], unreadable: number }>}
 */
export async function readTransfer(transfer) {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file');
  const entries = items.map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile());
  // Some browsers list pasted files only in `files`.
  if (entries.length === 0) entries.push(...transfer.files);
  const found = await Promise.all(entries.map(readEntry));
  const files = found.flat().filter((file) => file !== UNREADABLE);
  return { files, unreadable: found.flat().length - files.length };
}

const UNREADABLE = null;

/**
 * @param {FileSystemEntry | File | null} entry
 * @returns {Promise<(DroppedFile | typeof UNREADABLE)[]>} in the order in which the browser lists them
 */
async function readEntry(entry) {
  if (entry === null) return [];
  if (entry instanceof File) return [{ file: entry, path: entry.name }];
  try {
    if (entry.isFile) {
      const file = await fileFromEntry(/** @type {FileSystemFileEntry} */ (entry));
      return [{ file, path: entry.fullPath.replace(/^\//, '') || file.name }];
    }
    const children = await readDirectory(/** @type {FileSystemDirectoryEntry} */ (entry));
    return (await Promise.all(children.map(readEntry))).flat();
  } catch {
    return [UNREADABLE];
  }
}

/** @param {FileSystemFileEntry} entry @returns {Promise<File>} */
function fileFromEntry(entry) {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** @param {FileSystemDirectoryEntry} directory */
async function readDirectory(directory) {
  const reader = directory.createReader();
  /** @type {FileSystemEntry[]} */
  const children = [];
  // readEntries returns up to a hundred entries at a time, and none at the end.
  for (;;) {
    const batch = await new Promise(
      (/** @type {(entries: FileSystemEntry[]) => void} */ resolve, reject) =>
        reader.readEntries(resolve, reject),
    );
    if (batch.length === 0) return children;
    children.push(...batch);
  }
}
