// @ts-check
import { realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { root } from '../lib/paths.mjs';

const PACKAGE = '/node_modules/metadefender-wasm/';

/**
 * The file for a URL, or null: a file of www/ or of the package.
 * @param {string} url path and query, as a request has them
 */
export function locate(url) {
  const path = decode(url);
  if (path === null || path.includes('\0') || path.split('/').some((part) => part.startsWith('.')))
    return null;
  if (!path.startsWith(PACKAGE)) return fileIn(join(root, 'www'), path);
  const inPackage = path.slice(PACKAGE.length);
  if (inPackage === 'package.json') return fileIn(root, inPackage);
  if (!inPackage.startsWith('dist/')) return null;
  return fileIn(join(root, 'dist'), inPackage.slice('dist/'.length));
}

/** @param {string} url */
function decode(url) {
  try {
    const path = decodeURIComponent(url.split(/[?#]/, 1)[0] ?? '');
    return path.endsWith('/') ? `${path}index.html` : path;
  } catch {
    return null;
  }
}

/**
 * @param {string} folder
 * @param {string} path
 */
function fileIn(folder, path) {
  try {
    const file = realpathSync(join(folder, path));
    const stats = statSync(file);
    if (!file.startsWith(realpathSync(folder) + sep) || !stats.isFile()) return null;
    const etag = `"${stats.size.toString(36)}-${stats.mtimeMs.toString(36)}"`;
    return { path: file, size: stats.size, etag };
  } catch {
    return null;
  }
}
