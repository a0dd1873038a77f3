// @ts-check
import { basename } from 'node:path';

/** @typedef {string | { [condition: string]: Exported }} Exported what `exports` of a manifest has */

/**
 * The types of every module that the package exports, by the names that users import.
 * @param {{ name: string, exports: Record<string, Exported> }} manifest
 * @param {string[]} files those in dist/
 * @returns {Record<string, string>} paths from the package's folder
 */
export function typesOfModules({ name, exports }, files) {
  /** @type {Record<string, string>} */
  const modules = {};
  for (const [path, exported] of Object.entries(exports)) {
    const types = typesOf(exported);
    if (types === undefined) continue;
    const [start = '', end] = basename(types).split('*');
    const matching = files.flatMap((file) => {
      if (end === undefined) return file === start ? [''] : [];
      const isMatch = file.startsWith(start) && file.endsWith(end);
      return isMatch ? [file.slice(start.length, -end.length)] : [];
    });
    for (const star of matching) {
      modules[path.replace('.', name).replace('*', star)] = types.replace('*', star);
    }
  }
  return modules;
}

/** The types for `import`. @param {Exported} exported @returns {string | undefined} */
function typesOf(exported) {
  if (typeof exported === 'string') return exported.endsWith('.d.ts') ? exported : undefined;
  const { types, default: fallback } = exported;
  return types !== undefined ? typesOf(types) : fallback && typesOf(fallback);
}
