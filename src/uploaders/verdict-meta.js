// @ts-check

/**
 * The default of `toMeta` and `scanToMetadata`: the metadata that is sent with an allowed file. All values are texts, since tus and S3 support
 * nothing else.
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

/** The metadata of a file that is uploaded unscanned because an option allows it. */
export const UNSCANNED_META = { metadefenderVerdict: 'unscanned' };
