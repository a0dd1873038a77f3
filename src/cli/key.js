// @ts-check
import { readFile } from 'node:fs/promises';
import { Failure } from './failure.js';
import { storedKey } from './key-store.js';

/**
 * The API key: from a file, otherwise from the environment, otherwise the one that `login` stored for the URL. Never from the
 * command line, which other users of the machine can read and which is logged.
 * @param {string} url
 * @param {string | undefined} file
 * @returns {Promise<string | undefined>}
 */
export async function apiKey(url, file) {
  if (file !== undefined) return checkedKey(await keyOfFile(file), file);
  const { METADEFENDER_KEY } = process.env;
  // CI systems set the variable to an empty text if the secret does not exist.
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
 * A key without surrounding white space. Throws if the text cannot be a key.
 * @param {string} text
 * @param {string} origin for the error, which does not show the key
 */
export function checkedKey(text, origin) {
  const key = text.trim();
  if (/^[\x21-\x7e]+$/.test(key)) return key;
  throw new Failure(`${origin} holds no key: one line of printable ASCII is expected`);
}
