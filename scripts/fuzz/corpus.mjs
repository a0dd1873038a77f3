// @ts-check
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { root, target as targetFolder } from '../lib/paths.mjs';

/** Larger inputs are not kept in the repository: the answers of tests/fixtures are there anyway. */
const MAX_BYTES = 512;

/** What the repository keeps of a target's corpus: an input a line, as a JSON string of one character a byte. */
const kept = (/** @type {string} */ name) =>
  join(root, 'tests', 'fuzz', 'corpora', `${name}.jsonl`);

/** The corpus that a run adds to, a file an input. @param {string} name */
export const corpusFolder = (name) => join(targetFolder, 'fuzz', 'corpora', name);

/** Puts what the repository keeps beside what earlier runs have found. @param {string} name */
export function unpack(name) {
  const folder = corpusFolder(name);
  mkdirSync(folder, { recursive: true });
  for (const line of readFileSync(kept(name), 'utf8').split('\n').filter(Boolean)) {
    const input = Buffer.from(JSON.parse(line), 'latin1');
    // As libFuzzer names them.
    writeFileSync(join(folder, createHash('sha1').update(input).digest('hex')), input);
  }
  return folder;
}

/** Removes what is too large to be kept. @param {string} folder */
export function removeLarge(folder) {
  for (const file of readdirSync(folder).map((name) => join(folder, name))) {
    if (statSync(file).size > MAX_BYTES) rmSync(file);
  }
}

/** Has the repository keep what is in the folder, the shortest first. @param {string} name */
export function pack(name) {
  const folder = corpusFolder(name);
  const inputs = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'latin1'));
  const lines = inputs.map((input) => JSON.stringify(input));
  lines.sort((one, other) => one.length - other.length || (one < other ? -1 : 1));
  writeFileSync(kept(name), `${lines.join('\n')}\n`);
  return lines.length;
}
