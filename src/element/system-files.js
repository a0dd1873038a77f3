// @ts-check

/** What systems and programs leave in folders: the names of files, and of folders of such. */
const NAMES = [
  // macOS; ._name holds what other file systems cannot.
  ...[/^\.DS_Store$/i, /^\._/, /^__MACOSX$/i, /^\.(Spotlight-V100|Trashes|fseventsd)$/i],
  // Windows; ~$name is there while Office has the document open.
  ...[/^(Thumbs|ehthumbs|ehthumbs_vista)\.db$/i, /^desktop\.ini$/i, /^\$RECYCLE\.BIN$/i, /^~\$/],
  // Synology.
  /^@eaDir$/,
];

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
  return candidates.filter(({ path }) => !path.split('/').some(isSystemName));
}

/** @param {string} name */
function isSystemName(name) {
  return NAMES.some((pattern) => pattern.test(name));
}
