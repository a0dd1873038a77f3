// @ts-check
import { readFile } from 'node:fs/promises';
import { Failure } from './failure.js';
import { storedKey } from './key-store.js';

/**
 * The API key: of a file, else of the environment, else what `login` has stored for the address. Never of the command line, which other users of the machine
 * and its logs can read.
 * @param {string} url
 * @param {string | undefined} file
 * @returns {Promise<string | undefined>}
 */
export async function apiKey(url, file) {
  if (file !== undefined) return checkedKey(await keyOfFile(file), file);
  const { METADEFENDER_KEY } = process.env;
  // An empty one is how CI systems say that there is no such secret.
  if (METADEFENDER_KEY) return checkedKey(METADEFENDER_KEY, 'METADEFENDER_KEY');
  return storedKey(url);
}

/** @param {string} file */
async function keyOfFile(file) {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new Failure(`the key file ${file} cannot be read: ${code ?? message}`);
  }
}

/**
 * A key without the white space around it, if it is one at all.
 * @param {string} text
 * @param {string} origin for the error, which does not show the key
 */
export function checkedKey(text, origin) {
  const key = text.trim();
  if (/^[\x21-\x7e]+$/.test(key)) return key;
  throw new Failure(`${origin} holds no key: one line of printable ASCII is expected`);
}
