// @ts-check

/**
 * What systems and programs leave in folders, files and folders. macOS: `._name` holds what other file systems cannot. Windows:
 * `~$name` is there while Office has the document open. Synology: @eaDir.
 */
const NAME =
  /^(?:\._.*|\.(?:DS_Store|Spotlight-V100|Trashes|fseventsd)|__MACOSX|(?:eh)?thumbs(?:_vista)?\.db|desktop\.ini|\$RECYCLE\.BIN|~\$.*|@eaDir)$/i;

/**
 * Leaves out what no user means to send: system files in folders, and among other files. A file that
 * was chosen alone is meant, whatever it is called.
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
