// @ts-check

/**
 * How a file relates to an earlier one with the same path:
 *
 * - `same`: the same name, size, time and bytes.
 * - `newer`: the earlier one can no longer be read, as its file has changed on the disk.
 * - `other`: another file, for example from another folder, which browsers do not reveal for single files.
 * @typedef {'same' | 'newer' | 'other'} Relation
 */

/** @typedef {import('./item.js').Item} Item */
/** @typedef {import('./selection.js').Candidate} Candidate */

/** How many bytes are compared at a time. */
const CHUNK = 1 << 20;

/** How many files are compared at a time. */
const CONCURRENCY = 4;

/**
 * Pairs each file with the files of the same path, in the list or earlier in the same choice.
 *
 * @param {Candidate[]} candidates
 * @param {readonly Item[]} present
 */
export function samePaths(candidates, present) {
  /** @type {Map<string, { file: File, item?: Item }[]>} */
  const byPath = new Map();
  for (const item of present) {
    const { path, file } = item;
    if (file) byPath.set(path, [...(byPath.get(path) ?? []), { file, item }]);
  }
  return candidates.flatMap((candidate) => {
    const earlier = byPath.get(candidate.path) ?? [];
    byPath.set(candidate.path, [...earlier, { file: candidate.file }]);
    return earlier.length > 0 ? [{ candidate, earlier }] : [];
  });
}

/**
 * Sets `candidate.same` or `candidate.replaces` for each pair.
 * @param {ReturnType<typeof samePaths>} pairs
 */
export async function relate(pairs) {
  const left = pairs.values();
  const relateNext = async () => {
    for (const { candidate, earlier } of left) {
      for (const { file, item } of earlier) {
        const relation = await relationOf(candidate.file, file);
        if (relation === 'same') candidate.same = item ?? true;
        if (relation === 'newer') candidate.replaces ??= item;
      }
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, relateNext));
}

/**
 * @param {File} file
 * @param {File} earlier
 * @returns {Promise<Relation>}
 */
async function relationOf(file, earlier) {
  if (file === earlier) return 'same';
  try {
    await earlier.slice(0, 1).arrayBuffer();
  } catch {
    return 'newer';
  }
  const isAlike = file.size === earlier.size && file.lastModified === earlier.lastModified;
  return isAlike && (await haveSameBytes(file, earlier)) ? 'same' : 'other';
}

/** @param {File} a @param {File} b of the same size */
async function haveSameBytes(a, b) {
  try {
    for (let at = 0; at < a.size; at += CHUNK) {
      const [left, right] = await Promise.all([a, b].map((file) => chunkOf(file, at)));
      if (left?.some((value, index) => value !== right?.[index])) return false;
    }
    return true;
  } catch {
    return false;
  }
}

/** @param {File} file @param {number} at */
async function chunkOf(file, at) {
  return new Uint8Array(await file.slice(at, at + CHUNK).arrayBuffer());
}
