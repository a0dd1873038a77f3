// @ts-check
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { Failure } from './failure.js';

/**
 * The stored keys, each by the URL of its service, so that a key is never sent to another server.
 * @typedef {Record<string, string>} Keys
 */

/** `keys.json` in the user's configuration folder. */
export function keyFile() {
  const { XDG_CONFIG_HOME, APPDATA } = process.env;
  const folder =
    XDG_CONFIG_HOME || (process.platform === 'win32' && APPDATA) || join(homedir(), '.config');
  return join(folder, 'metadefender-wasm', 'keys.json');
}

/** @param {string} url */
export async function storedKey(url) {
  return (await read())[nameOf(url)];
}

/** Stores a key, or deletes it. @param {string} url @param {string | undefined} key @returns whether there was one */
export async function storeKey(url, key) {
  const { [nameOf(url)]: before, ...others } = await read();
  const file = keyFile();
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  // A new file replaces the old one, so that nobody sees a partial file, or one that other users may read.
  const next = `${file}.${process.pid}`;
  try {
    const keys = key === undefined ? others : { ...others, [nameOf(url)]: key };
    await writeFile(next, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    await rename(next, file);
  } catch (error) {
    await rm(next, { force: true });
    throw error;
  }
  return before !== undefined;
}

/** @returns {Promise<Keys>} */
async function read() {
  const file = keyFile();
  try {
    const keys = JSON.parse(await readFile(file, 'utf8'));
    if (Object.values(keys).every((key) => typeof key === 'string')) return keys;
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === 'ENOENT') return {};
    if (code) throw new Failure(`the stored keys in ${file} cannot be read: ${code}`);
    // The message of the parser would contain keys.
  }
  throw new Failure(`${file} is damaged: delete it, and run \`metadefender-wasm login\``);
}

/** The name of a key: the same for `https://host/scan` and `HTTPS://host:443/scan/`. @param {string} url */
function nameOf(url) {
  try {
    return new URL(url).href.replace(/\/+$/, '');
  } catch {
    return url;
  }
}
