// @ts-check

/**
 * Files and folders that systems and programs leave in folders. macOS: `._name` holds metadata that other file systems
 * cannot store. Windows: `~$name` exists while Office has the document open. Synology: @eaDir.
 */
const NAME =
  /^(?:\._.*|\.(?:DS_Store|Spotlight-V100|Trashes|fseventsd)|__MACOSX|(?:eh)?thumbs(?:_vista)?\.db|desktop\.ini|\$RECYCLE\.BIN|~\$.*|@eaDir)$/i;

/**
 * Leaves out what no user means to send: system files in folders and among other files. A file that was chosen alone is
 * kept, whatever its name.
 *
 * @template {{ file: File, path: string }} Candidate
 * @param {Candidate[]} candidates
 * @returns {Candidate[]}
 */
export function withoutSystemFiles(candidates) {
  const [first, ...others] = candidates;
  if (first && others.length === 0 && !first.path.includes('/')) return candidates;
  return candidates.filter(({ path }) => !path.split('/').some((name) => NAME.test(name)));
}
