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
  const items = [...transfer.items].filter(({ kind }) => kind === 'file');
  const entries = items.map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile());
  // Some browsers list what was pasted as files only.
  if (entries.length === 0) entries.push(...transfer.files);
  const found = await Promise.all(entries.map(filesIn));
  const files = found.flat().filter((file) => file !== UNREADABLE);
  return { files, unreadable: found.flat().length - files.length };
}

const UNREADABLE = null;

/**
 * @param {FileSystemEntry | File | null} entry
 * @returns {Promise<(Dropped | typeof UNREADABLE)[]>} in the order in which the browser lists them
 */
async function filesIn(entry) {
  if (entry === null) return [];
  if (entry instanceof File) return [{ file: entry, path: entry.name }];
  try {
    if (entry.isFile) {
      const file = await fileOf(/** @type {FileSystemFileEntry} */ (entry));
      return [{ file, path: entry.fullPath.replace(/^\//, '') || file.name }];
    }
    const children = await childrenOf(/** @type {FileSystemDirectoryEntry} */ (entry));
    return (await Promise.all(children.map(filesIn))).flat();
  } catch {
    return [UNREADABLE];
  }
}

/** @param {FileSystemFileEntry} entry @returns {Promise<File>} */
function fileOf(entry) {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** @param {FileSystemDirectoryEntry} directory */
async function childrenOf(directory) {
  const reader = directory.createReader();
  /** @type {FileSystemEntry[]} */
  const children = [];
  // It answers a hundred at a time, and none at the end.
  for (;;) {
    const some = await new Promise(
      (/** @type {(entries: FileSystemEntry[]) => void} */ resolve, reject) =>
        reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return children;
    children.push(...some);
  }
}
