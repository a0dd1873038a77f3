// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A hash of the names and contents of files and, recursively, of folders. A path that does not
 * exist counts too.
 * @param {string} base
 * @param {string[]} paths relative to `base`
 */
export function fingerprint(base, paths) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap((path) => filesUnder(base, path)).sort()) {
    const file = join(base, path);
    const content = existsSync(file) ? readFileSync(file) : undefined;
    hash.update(`${path}\0${content?.length}\0`).update(content ?? '');
  }
  return hash.digest('hex');
}

/**
 * Every file under a path, relative to `base`, in a stable order.
 * @param {string} base
 * @param {string} path
 * @returns {string[]}
 */
export function filesUnder(base, path) {
  const full = join(base, path);
  if (!existsSync(full) || !statSync(full).isDirectory()) return [path];
  return readdirSync(full)
    .sort()
    .flatMap((name) => filesUnder(base, join(path, name)));
}
