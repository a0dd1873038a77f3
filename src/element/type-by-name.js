// @ts-check
import FILE_TYPES from 'file-types';

/** Types by extension. @type {Map<string, string[]> | undefined} */
let types;

/**
 * The types that files of this name have by their extension.
 * @param {string} name
 */
export function typesOf(name) {
  types ??= parse(FILE_TYPES);
  const extension = /\.([^.]+)$/.exec(name.toLowerCase())?.[1] ?? '';
  return types.get(extension) ?? [];
}

/** @param {string} text as `scripts/build/file-types.mjs` writes it */
function parse(text) {
  /** @type {Map<string, string[]>} */
  const types = new Map();
  for (const [, group, entries = ''] of text.matchAll(/(\w+)\/([^;]+)/g)) {
    for (const entry of entries.split(',')) {
      const [type = '', ...extensions] = entry.split(' ');
      for (const extension of extensions.length > 0 ? extensions : [type])
        types.set(extension, [...(types.get(extension) ?? []), `${group}/${type}`]);
    }
  }
  return types;
}
