// @ts-check
import { fstatSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { skipped } from './outcome.js';
/** @import { Found } from './files.js' */

/**
 * Skips the files that this process itself writes: the report on a folder is often written to that folder.
 * @param {AsyncGenerator<Found, void>} files
 * @param {number[]} descriptors of the files that are written
 * @returns {AsyncGenerator<Found, void>}
 */
export async function* withoutReports(files, descriptors) {
  const reports = new Set(descriptors.flatMap(identitiesOf));
  for await (const found of files) {
    const isReport = reports.size > 0 && !found.outcome && (await isAmong(reports, found.path));
    yield isReport ? { ...found, outcome: skipped(found.path, 'own-report') } : found;
  }
}

/** @param {Set<string>} reports @param {string} path */
async function isAmong(reports, path) {
  try {
    return reports.has(identityOf(await stat(path, { bigint: true })));
  } catch {
    // The scan reports why the file cannot be read.
    return false;
  }
}

/** @param {number} descriptor */
function identitiesOf(descriptor) {
  try {
    const stats = fstatSync(descriptor, { bigint: true });
    return stats.isFile() ? [identityOf(stats)] : [];
  } catch {
    return [];
  }
}

/** @param {{ dev: bigint, ino: bigint }} stats */
const identityOf = ({ dev, ino }) => `${dev}:${ino}`;
