// @ts-check
import { MetaDefenderError } from 'metadefender-wasm';
/** @import { Scan, Threat } from 'metadefender-wasm' */

/**
 * The outcome for one file. It is small because there may be many: of the report it has only what explains the verdict.
 * @typedef {object} FileOutcome
 * @property {string} path as on the command line, or as found in a folder from there
 * @property {Scan['verdict'] | 'skipped'} verdict `skipped`: not scanned, on purpose
 * @property {string} reason in kebab case: of the verdict, or the code of the error
 * @property {string} [detail] the message of the server or of the error
 * @property {Scan['via']} [via]
 * @property {string} [dataId]
 * @property {string} [sha256]
 * @property {Threat[]} threats
 * @property {number} seconds how long it took
 */

/** @param {string} path @param {Scan} scan @param {number} seconds @returns {FileOutcome} */
export function scanned(path, { verdict, reason, detail, via, dataId, digests, threats }, seconds) {
  const { sha256 } = digests;
  return { path, verdict, reason, detail, via, dataId, sha256, threats, seconds };
}

/**
 * The outcome of a failed scan: `undetermined`.
 * @param {string} path
 * @param {unknown} error
 * @param {number} seconds
 * @returns {FileOutcome}
 */
export function failed(path, error, seconds) {
  const isOurs = error instanceof MetaDefenderError;
  return {
    path,
    verdict: 'undetermined',
    reason: isOurs ? error.code : 'failed',
    detail: error instanceof Error ? error.message : String(error),
    dataId: isOurs ? error.dataId : undefined,
    threats: [],
    seconds,
  };
}

/** @param {string} path @param {string} reason @param {string} [detail] @returns {FileOutcome} */
export const unscanned = (path, reason, detail) => {
  return { path, verdict: 'undetermined', reason, detail, threats: [], seconds: 0 };
};

/** @param {string} path @param {string} reason @returns {FileOutcome} */
export const skipped = (path, reason) => {
  return { path, verdict: 'skipped', reason, threats: [], seconds: 0 };
};

/** The reason for the verdict, in one line. @param {FileOutcome} outcome */
export function explanation({ verdict, reason, detail, threats }) {
  if (verdict === 'allowed') return '';
  const found = threats.map(({ engine, threat }) => `${threat} (${engine})`).join(', ');
  const more = found || (detail === reason ? '' : detail);
  return more ? `${reason}: ${more}` : reason;
}
