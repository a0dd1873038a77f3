// @ts-check
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { MetaDefenderError } from '../../../entry/error.js';
import { localQueue } from './local-queue.js';
/** @import { MessageStore } from './local-queue.js' */

/** When a message is due (ms), how often it was tried, and its id. */
const NAME = /^(\d{15})-(\d+)-([0-9a-f-]{36})\.json$/;

/** @type {typeof import('../../edge-node.js').folderQueue} */
export function folderQueue({ folder, onError }) {
  if (typeof folder !== 'string' || folder === '')
    throw new MetaDefenderError('invalid-input', 'folder has to be the path of a folder');
  return localQueue(folderMessages(resolve(folder)), { onError });
}

/**
 * Stores messages as files whose names say when they are due. A process claims a message by renaming its file, in which
 * only one succeeds.
 * @param {string} folder
 * @returns {MessageStore}
 */
function folderMessages(folder) {
  /** @type {Map<string, string>} the file of each message that is claimed */
  const files = new Map();
  /** @param {number} dueAt @param {number} attempts @param {string} id */
  const nameOf = (dueAt, attempts, id) =>
    `${String(Math.round(dueAt)).padStart(15, '0')}-${attempts}-${id}.json`;

  /** The names of all messages, in the order in which they are due. */
  async function names() {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return (await readdir(folder)).filter((name) => NAME.test(name)).sort();
  }

  /** @param {string} from @param {string} to @returns whether no other process was faster */
  async function renamed(from, to) {
    try {
      await rename(join(folder, from), join(folder, to));
      return true;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return false;
      throw error;
    }
  }

  return {
    async add(body, dueAt) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const id = randomUUID();
      const written = join(folder, `${id}.new`);
      const handle = await open(written, 'wx', 0o600);
      try {
        await handle.writeFile(body);
        await handle.datasync();
      } finally {
        await handle.close();
      }
      await rename(written, join(folder, nameOf(dueAt, 0, id)));
    },
    async claim(now, leaseUntil) {
      for (const name of await names()) {
        const [, dueAt, tried, id = ''] = NAME.exec(name) ?? [];
        if (Number(dueAt) > now) return undefined;
        const attempts = Number(tried) + 1;
        const claimed = nameOf(leaseUntil, attempts, id);
        if (!(await renamed(name, claimed))) continue;
        files.set(id, claimed);
        return { id, attempts, body: await readFile(join(folder, claimed), 'utf8') };
      }
      return undefined;
    },
    async postpone({ id, attempts }, dueAt) {
      // After the end of its lease, another process has it.
      await renamed(files.get(id) ?? '', nameOf(dueAt, attempts, id));
      files.delete(id);
    },
    async delete({ id }) {
      await rm(join(folder, files.get(id) ?? ''), { force: true });
      files.delete(id);
    },
    async nextDue() {
      const [first] = await names();
      return first === undefined ? undefined : Number(NAME.exec(first)?.[1]);
    },
  };
}
