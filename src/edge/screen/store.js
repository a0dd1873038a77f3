// @ts-check
import { answer, Refusal } from './problem.js';
import { report } from './work.js';
/** @import { PreScreenOptions, ScreenedFile, Screening } from '../edge.js' */
/** @import { Message } from './forward.js' */
/** @import { Holding } from './holding/hold.js' */
/** @import { FileTask } from './scan-files.js' */
/** @import { Work } from './work.js' */

/** R2, Limits: bytes. */
const LONGEST_KEY = 1024;

/**
 * Stores the files in the bucket, all of them or none.
 * @param {Message} message
 * @param {FileTask[]} tasks
 * @param {Screening} screening
 * @param {Holding} held
 * @param {Work} work
 * @returns {Promise<{ key: string, sha256: string, size: number }[]>}
 */
export async function storeFiles(message, tasks, screening, held, work) {
  const { settings, budget } = work;
  const store = /** @type {NonNullable<PreScreenOptions['store']>} */ (settings.store);
  const isForm = tasks.some(({ field }) => field !== undefined);
  const keys = screening.files.map((file) => keyOf(file, message, isForm, settings));
  /** @type {string[]} */
  const stored = [];
  try {
    for (const [index, { start, end, contentType }] of tasks.entries()) {
      const file = /** @type {ScreenedFile} */ (screening.files[index]);
      const key = /** @type {string} */ (keys[index]);
      // Of what is held in a bucket, reading is a call too.
      budget.take(held.isInMemory ? 1 : 2);
      await store.bucket.put(key, await held.open(start, end), {
        httpMetadata: { contentType },
        customMetadata: { verdict: file.verdict, dataId: file.dataId ?? '', sha256: file.sha256 },
        // What was scanned, or nothing.
        sha256: file.sha256,
      });
      stored.push(key);
    }
  } catch (error) {
    report(error, settings);
    if (stored.length > 0) {
      budget.take();
      work.later(store.bucket.delete(stored));
    }
    throw new Refusal('storage-failed');
  }
  return screening.files.map(({ sha256, size }, index) => ({
    key: keys[index] ?? '',
    sha256,
    size,
  }));
}

/** @param {unknown[]} files */
export const created = (files) => answer({ files }, 201);

/**
 * @param {ScreenedFile} file
 * @param {Message} message
 * @param {boolean} isForm
 * @param {Work['settings']} settings
 */
function keyOf(file, { method, url, headers }, isForm, { store, prefix }) {
  const isByPath = method === 'PUT' && !isForm;
  const key = store?.key
    ? store.key(file, new Request(url, { method, headers }))
    : isByPath
      ? keyOfPath(url)
      : crypto.randomUUID();
  // Among what is held, it would pass for that.
  if (key.startsWith(prefix) || !isKey(key)) throw new Refusal('bad-key');
  return key;
}

/** @param {string} url */
function keyOfPath(url) {
  try {
    return decodeURIComponent(new URL(url).pathname).replace(/^\//, '');
  } catch {
    throw new Refusal('bad-key');
  }
}

/** Whether it means the same to whoever reads it as a path. @param {string} key */
function isKey(key) {
  const isPlain = key !== '' && !/[\0-\x1f\x7f\\]/.test(key);
  const segments = key.split('/');
  return (
    isPlain &&
    !segments.some((segment) => ['', '.', '..'].includes(segment)) &&
    new TextEncoder().encode(key).length <= LONGEST_KEY
  );
}
