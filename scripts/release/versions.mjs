// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../lib/failure.mjs';

const DEPENDENCY = /(?<="metadefender-wasm": "\^)[^"]+/;

/**
 * Where the version of the crate and of the package is written.
 * @type {Record<string, RegExp[]>}
 */
const PLACES = {
  'package.json': [/(?<=^  "version": ")[^"]+/m],
  'package-lock.json': [
    /(?<=^  "version": ")[^"]+/m,
    /(?<=^    "": \{\n      "name": "metadefender-wasm",\n      "version": ")[^"]+/m,
  ],
  'examples/filepond/package.json': [DEPENDENCY],
  'examples/server/package.json': [DEPENDENCY],
  'examples/uppy/package.json': [DEPENDENCY],
  'examples/worker/package.json': [DEPENDENCY],
  'examples/worker/package-lock.json': [
    DEPENDENCY,
    /(?<="node_modules\/metadefender-wasm": \{\n      "version": ")[^"]+/,
  ],
  'Cargo.toml': [/(?<=^\[package\]\nname = "metadefender-wasm"\nversion = ")[^"]+/m],
  'Cargo.lock': [/(?<=^name = "metadefender-wasm"\nversion = ")[^"]+/m],
};

/**
 * The version that all of a checkout's manifests and lock files agree on.
 * @param {string} folder
 */
export function currentVersion(folder) {
  const found = Object.entries(PLACES).flatMap(([file, places]) => {
    const text = readFileSync(join(folder, file), 'utf8');
    return places.map((place) => ({ file, version: place.exec(text)?.[0] }));
  });
  const version = found[0]?.version;
  if (!version || found.some((place) => place.version !== version)) {
    const list = found.map((place) => `${place.file} ${place.version ?? 'none'}`).join(', ');
    throw new Failure(`the versions of crate and package do not agree: ${list}`);
  }
  return version;
}

/**
 * The manifests and lock files of a checkout with another version in them, by their names.
 * @param {string} folder
 * @param {string} version
 * @returns {[file: string, text: string][]}
 */
export function withVersion(folder, version) {
  return Object.entries(PLACES).map(([file, places]) => [
    file,
    places.reduce(
      (text, place) => text.replace(place, version),
      readFileSync(join(folder, file), 'utf8'),
    ),
  ]);
}
