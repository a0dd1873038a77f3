// @ts-check
import { ProblemError, uncachedJson } from '../problem.js';
import { reportFailure } from './work.js';
/** @import { PreScreenOptions, ScreenedFile, Screening } from '../edge.js' */
/** @import { RequestHead } from './forward.js' */
/** @import { Holding } from './holding/hold.js' */
/** @import { FileTask } from './scan-files.js' */
/** @import { Work } from './work.js' */

/** R2, Limits. */
const MAX_KEY_BYTES = 1024;

/** What of a request is stored: its files, not its text. @param {FileTask[]} tasks */
export const storedTasks = (tasks) => tasks.filter(({ isText }) => !isText);

/**
 * Stores the files in the bucket, all of them or none.
 * @param {RequestHead} head
 * @param {FileTask[]} tasks
 * @param {Screening} screening
 * @param {Holding} holding
 * @param {Work} work
 * @returns {Promise<{ key: string, sha256: string, size: number }[]>}
 */
export async function storeFiles(head, tasks, screening, holding, work) {
  const { settings } = work;
  const store = /** @type {NonNullable<PreScreenOptions['store']>} */ (settings.store);
  const isForm = tasks.some(({ field }) => field !== undefined);
  const files = tasks.flatMap((task, index) => {
    const file = /** @type {ScreenedFile} */ (screening.files[index]);
    return task.isText ? [] : [{ task, file, key: objectKey(file, head, isForm, settings) }];
  });
  /** @type {string[]} */
  const stored = [];
  try {
    for (const { task, file, key } of files) {
      const { start, end, contentType } = task;
      await store.bucket.put(key, await holding.open(start, end), {
        httpMetadata: { contentType },
        customMetadata: { verdict: file.verdict, dataId: file.dataId ?? '', sha256: file.sha256 },
        // The bucket refuses content with another hash than the scanned one.
        sha256: file.sha256,
        size: end - start,
      });
      stored.push(key);
    }
  } catch (error) {
    reportFailure(error, settings);
    if (stored.length > 0) work.inBackground(store.bucket.delete(stored));
    throw new ProblemError('storage-failed');
  }
  return files.map(({ key, file: { sha256, size } }) => ({ key, sha256, size }));
}

/** @param {unknown[]} files */
export const createdResponse = (files) => uncachedJson({ files }, 201);

/**
 * @param {ScreenedFile} file
 * @param {RequestHead} message
 * @param {boolean} isForm
 * @param {Work['settings']} settings
 */
function objectKey(file, { method, url, headers }, isForm, { store, prefix }) {
  const isByPath = method === 'PUT' && !isForm;
  const key = store?.key
    ? store.key(file, new Request(url, { method, headers }))
    : isByPath
      ? keyFromPath(url)
      : crypto.randomUUID();
  // A key under the prefix could be taken for a held body or record.
  if (key.startsWith(prefix) || !isUnambiguousKey(key)) throw new ProblemError('bad-key');
  return key;
}

/** @param {string} url */
function keyFromPath(url) {
  try {
    return decodeURIComponent(new URL(url).pathname).replace(/^\//, '');
  } catch {
    throw new ProblemError('bad-key');
  }
}

/** Whether every reader of the key as a path would read the same path. @param {string} key */
function isUnambiguousKey(key) {
  const isPlain = key !== '' && !/[\0-\x1f\x7f\\]/.test(key);
  const segments = key.split('/');
  return (
    isPlain &&
    !segments.some((segment) => ['', '.', '..'].includes(segment)) &&
    new TextEncoder().encode(key).length <= MAX_KEY_BYTES
  );
}
