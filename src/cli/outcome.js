// @ts-check
import { MetaDefenderError } from 'metadefender-wasm';
/** @import { Scan, Threat } from 'metadefender-wasm' */

/**
 * What became of one file. Small, as there may be many: of the report only what says why.
 * @typedef {object} FileOutcome
 * @property {string} path as the user has named it, or found under what was named
 * @property {Scan['verdict'] | 'skipped'} verdict `skipped` is what was not scanned on purpose
 * @property {string} reason in kebab case: that of the verdict, or the code of the error
 * @property {string} [detail] in words of the server's or of the error's
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
 * What failed is undetermined.
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

/** Why, in one line. @param {FileOutcome} outcome */
export function explanation({ verdict, reason, detail, threats }) {
  if (verdict === 'allowed') return '';
  const found = threats.map(({ engine, threat }) => `${threat} (${engine})`).join(', ');
  const more = found || (detail === reason ? '' : detail);
  return more ? `${reason}: ${more}` : reason;
}
