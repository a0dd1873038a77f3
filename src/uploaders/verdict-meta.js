// @ts-check

/**
 * What travels with the upload of a file, unless `toMeta` says otherwise: texts, as tus and S3 know nothing else.
 * @param {import('metadefender-wasm').Scan} scan
 * @returns {Record<string, string>}
 */
export function verdictMeta({ verdict, reason, dataId, digests }) {
  return {
    metadefenderVerdict: verdict,
    metadefenderReason: reason,
    metadefenderDataId: dataId,
    ...(digests.sha256 && { metadefenderSha256: digests.sha256 }),
  };
}

/** What travels with a file that nobody scanned and that was let through by an option. */
export const UNSCANNED_META = { metadefenderVerdict: 'unscanned' };
