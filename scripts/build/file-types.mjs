// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';

const DATABASE = join(root, 'node_modules', 'mime-db', 'db.json');

/**
 * The types that forms ask for, and that `image/*` and the like stand for: the registered types that are in common use.
 */
const TYPES = Object.entries({
  application: [
    ...['pdf', 'rtf', 'json', 'xml', 'msword', 'epub+zip'],
    ...['zip', 'gzip', 'x-tar', 'x-7z-compressed', 'vnd.rar'],
    ...['vnd.ms-excel', 'vnd.ms-powerpoint', 'vnd.ms-outlook'],
    ...['wordprocessingml.document', 'spreadsheetml.sheet', 'presentationml.presentation'].map(
      (kind) => `vnd.openxmlformats-officedocument.${kind}`,
    ),
    ...['text', 'spreadsheet', 'presentation'].map((kind) => `vnd.oasis.opendocument.${kind}`),
  ],
  audio: [...['aac', 'mp4', 'mpeg', 'ogg', 'wav', 'x-flac']],
  image: [
    ...['avif', 'bmp', 'gif', 'heic', 'heif', 'jpeg', 'jxl', 'png'],
    ...['svg+xml', 'tiff', 'webp', 'vnd.microsoft.icon'],
  ],
  text: [
    ...['plain', 'csv', 'tab-separated-values', 'html', 'css', 'javascript', 'markdown'],
    ...['xml', 'yaml', 'calendar', 'vcard', 'x-vcard'],
  ],
  video: [...['mp4', 'mpeg', 'ogg', 'quicktime', 'webm'], ...['x-matroska', 'x-msvideo']],
});

/**
 * The extensions of types, from mime-db, as text: `image/png jpeg jpg jpeg jpe,text/csv …`; in each group the
 * types, separated by commas, and after a type its extensions, if there are others than its name.
 */
export function fileTypes() {
  /** @type {Record<string, { extensions?: string[] }>} */
  const database = JSON.parse(readFileSync(DATABASE, 'utf8'));
  /** @param {string} group @param {string} name */
  function entry(group, name) {
    const { extensions } = database[`${group}/${name}`] ?? {};
    if (!extensions) throw new Error(`mime-db knows no extension of ${group}/${name}`);
    return extensions.join() === name ? name : [name, ...extensions].join(' ');
  }
  return TYPES.map(
    ([group, names]) => `${group}/${names.map((name) => entry(group, name)).join(',')}`,
  ).join(';');
}
