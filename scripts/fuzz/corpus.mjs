// @ts-check
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { root, target as targetFolder } from '../lib/paths.mjs';

/** Larger inputs are not stored in the repository: it has the answers of tests/fixtures anyway. */
const MAX_BYTES = 512;

/** The stored corpus of a target: an input a line, as a JSON string with one character a byte. */
const kept = (/** @type {string} */ name) =>
  join(root, 'tests', 'fuzz', 'corpora', `${name}.jsonl`);

/** The corpus that a run adds to, a file for each input. @param {string} name */
export const corpusFolder = (name) => join(targetFolder, 'fuzz', 'corpora', name);

/** Adds the stored corpus to the inputs of earlier runs. @param {string} name */
export function unpack(name) {
  const folder = corpusFolder(name);
  mkdirSync(folder, { recursive: true });
  for (const line of readFileSync(kept(name), 'utf8').split('\n').filter(Boolean)) {
    const input = Buffer.from(JSON.parse(line), 'latin1');
    // libFuzzer's naming.
    writeFileSync(join(folder, createHash('sha1').update(input).digest('hex')), input);
  }
  return folder;
}

/** Removes inputs that are too large to be stored. @param {string} folder */
export function removeLarge(folder) {
  for (const file of readdirSync(folder).map((name) => join(folder, name))) {
    if (statSync(file).size > MAX_BYTES) rmSync(file);
  }
}

/** Stores the inputs of the folder in the repository, the shortest first. @param {string} name */
export function pack(name) {
  const folder = corpusFolder(name);
  const inputs = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'latin1'));
  const lines = inputs.map((input) => JSON.stringify(input));
  lines.sort((one, other) => one.length - other.length || (one < other ? -1 : 1));
  writeFileSync(kept(name), `${lines.join('\n')}\n`);
  return lines.length;
}
