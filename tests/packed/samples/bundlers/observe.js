const EICAR = String.raw`X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`;

/**
 * Uses the package like a user, and returns the results as plain values.
 *
 * @param {Pick<typeof import('metadefender-wasm'), 'connect' | 'digest' | 'MetaDefenderError'>} library
 * @param {string} gateway
 */
export async function observe({ connect, digest, MetaDefenderError }, gateway) {
  const metadefender = await connect({ baseUrl: gateway });
  // Letters only: digits may look like a card number, which the gateway blocks.
  const unique = Math.random().toString(36).replace(/\d/g, '');
  const page = new File([`<p>${unique}</p><script></script>`], 'page.html');
  const infected = new File([EICAR], 'eicar.com');
  const batch = await metadefender.scanBatch([new File([unique], 'a.txt'), infected]);
  const clean = await metadefender.scan(page);
  const sanitized = await (await metadefender.downloadSanitized(clean.dataId)).text();
  const reason = new Error('changed my mind');
  const why = (error) => error;
  const aborted = await metadefender.scan(page, { signal: AbortSignal.abort(reason) }).catch(why);
  const failed = await metadefender.scan(new Blob([])).catch(why);
  return {
    digests: await digest(new Blob(['abc']), { algorithms: ['md5', 'sha256'] }),
    // In a page, by a worker.
    large: (await digest(new Blob([new Uint8Array(2 * 1024 * 1024)]))).sha256,
    clean: clean.verdict,
    infected: (await metadefender.scan(infected)).verdict,
    batch: batch.files.map(({ filename, verdict }) => [filename, verdict]),
    sanitized: sanitized.includes('<p>') && !sanitized.includes('script'),
    aborted: aborted === reason,
    failed: failed instanceof MetaDefenderError && failed.code,
  };
}
