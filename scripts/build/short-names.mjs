// @ts-check
import { Failure } from '../lib/failure.mjs';

/**
 * What wasm-opt prints of the names that it made short.
 * @typedef {object} ShortNames
 * @property {[module: string, name: string, short: string][]} imports
 * @property {[name: string, short: string][]} exports
 */

// What wasm-bindgen calls the functions in the glue itself; the other modules are our snippets.
const GLUE = /^\.\/\w+_bg\.js$/;

const IMPORTS =
  /^ {4}const import0 = \{\n {8}__proto__: null,\n([^]*?)^ {4}\};\n {4}return \{\n {8}__proto__: null,\n((?: {8}"[^"\n]+": import\d+,\n)+) {4}\};\n/m;

/**
 * The glue for a module whose imports and exports have short names. It is text that wasm-bindgen
 * wrote: whatever is not where it is expected is a failure.
 * @param {string} glue
 * @param {ShortNames} names
 * @param {WebAssembly.Module} module
 */
export function withShortNames(glue, { imports, exports }, module) {
  const found = IMPORTS.exec(glue);
  if (!found) throw new Failure('the glue has no imports where they are expected');
  const [all, functions = '', namespaces = ''] = found;
  const definitions = new Map(entriesOf(functions));
  const objects = new Map(
    [...namespaces.matchAll(/"(.+)": (\w+),/g)].map(([, path, object]) => [path, object]),
  );
  const entries = imports.map(([path, name, short]) => {
    // A property of `import * as`, which a bundler resolves.
    const value = GLUE.test(path) ? definitions.get(name) : `${known(objects, path)}.${name},\n`;
    if (!value) throw new Failure(`the glue has no ${name}`);
    return `        ${short}: ${value}`;
  });
  const object = `    return { ${namespaceOf(module)}: {\n${entries.join('')}    } };\n`;
  return withShortExports(
    glue.replace(all, () => object),
    new Map(exports),
  );
}

/**
 * The properties of an object, as source text. Those that the optimised module no longer imports
 * are there too.
 * @param {string} text
 * @returns {[name: string, value: string][]}
 */
function entriesOf(text) {
  return text.split(/^ {8}(?=\w+: )/m).flatMap((entry) => {
    const [, name = '', value = ''] = /^(\w+): ([^]+)$/.exec(entry) ?? [];
    return name ? [[name, value]] : [];
  });
}

/**
 * @param {string} glue
 * @param {Map<string, string>} names
 */
function withShortExports(glue, names) {
  return glue.replace(/\bwasm\.([\w$]+)/g, (_, name) => `wasm.${known(names, name)}`);
}

/**
 * The one that wasm-opt gives to all imports.
 * @param {WebAssembly.Module} module
 */
function namespaceOf(module) {
  const [namespace = '', another] = new Set(
    WebAssembly.Module.imports(module).map((imported) => imported.module),
  );
  if (another !== undefined) throw new Failure(`the module imports from ${another} too`);
  return namespace;
}

/**
 * @param {Map<string | undefined, string | undefined>} names
 * @param {string} name
 */
function known(names, name) {
  const value = names.get(name);
  if (value === undefined) throw new Failure(`the glue and the module differ about ${name}`);
  return value;
}
