// @ts-check
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Whether a stamp file says that a step was done with exactly these inputs.
 * @param {string} file
 * @param {string} content
 */
export function isStamped(file, content) {
  return existsSync(file) && readFileSync(file, 'utf8') === content;
}

/**
 * @param {string} file
 * @param {string} content
 */
export function stamp(file, content) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
