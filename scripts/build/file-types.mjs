// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';

const DATABASE = join(root, 'node_modules', 'mime-db', 'db.json');

/** All registered types of these groups: for `image/*` and the like. */
const GROUPS = /^(audio|image|text|video)\/(?!vnd\.|prs\.|x-)/;

/** Of the others, what forms ask for: documents, archives, messages, and media of widespread programs. */
const OTHERS = [
  ...['pdf', 'rtf', 'json', 'xml', 'msword', 'epub+zip'],
  ...['zip', 'gzip', 'x-tar', 'x-7z-compressed', 'vnd.rar'],
  ...['vnd.ms-excel', 'vnd.ms-powerpoint', 'vnd.ms-outlook'],
  ...['document', 'sheet', 'presentation'].map((kind) => {
    const family = { document: 'wordprocessingml', sheet: 'spreadsheetml' }[kind];
    return `vnd.openxmlformats-officedocument.${family ?? 'presentationml'}.${kind}`;
  }),
  ...['text', 'spreadsheet', 'presentation'].map((kind) => `vnd.oasis.opendocument.${kind}`),
].map((name) => `application/${name}`);
OTHERS.push(
  ...['message/rfc822', 'text/x-vcard', 'text/yaml'],
  ...['vnd.microsoft.icon', 'vnd.adobe.photoshop', 'x-adobe-dng'].map((name) => `image/${name}`),
  ...['webm', 'x-matroska', 'x-msvideo', 'x-ms-wmv'].map((name) => `video/${name}`),
  ...['wav', 'webm', 'midi', 'x-flac', 'x-aiff', 'x-ms-wma'].map((name) => `audio/${name}`),
);

/**
 * The extensions of types, from mime-db, as text: `image/png jpeg jpg jpeg jpe,text/csv …`; in each group the
 * types, separated by commas, and after a type its extensions, if there are others than its name.
 */
export function fileTypes() {
  /** @type {Record<string, { source?: string, extensions?: string[] }>} */
  const types = JSON.parse(readFileSync(DATABASE, 'utf8'));
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  for (const [type, { source, extensions = [] }] of Object.entries(types)) {
    const isKnown = (GROUPS.test(type) && source === 'iana') || OTHERS.includes(type);
    if (!isKnown || extensions.length === 0) continue;
    const [group = '', name = ''] = type.split('/');
    const entry = extensions.join() === name ? name : [name, ...extensions].join(' ');
    groups.set(group, [...(groups.get(group) ?? []), entry]);
  }
  return [...groups].map(([group, entries]) => `${group}/${entries}`).join(';');
}
