// @ts-check

/**
 * Gives the element a connection whose scan of a file comes to what the file is called: `allowed.pdf`,
 * `blocked.docx`, `failed.zip`, or to what its type is: `test/allowed`. One that is called by a phase,
 * `upload.bin`, stays there.
 * @param {import('playwright-core').Page} page
 */
export async function connectByName(page) {
  await page.locator('metadefender-upload').evaluate((upload) => {
    const threats = [
      { engine: 'ClamAV', threat: 'Win.Test.EICAR_HDB-1' },
      { engine: 'Bitdefender', threat: 'EICAR-Test-File (not a virus)' },
    ];
    const outcomes = {
      allowed: { reason: 'no-threat-detected', threats: [] },
      blocked: { reason: 'infected', threats },
      undetermined: { reason: 'encrypted-archive', threats: [] },
    };
    /** @param {File} file @param {import('metadefender-wasm').ScanOptions} options */
    const scan = (file, { onProgress }) => {
      const said = file.type.startsWith('test/') ? file.type.slice(5) : file.name;
      const [name = ''] = said.split('.');
      const outcome = outcomes[/** @type {keyof typeof outcomes} */ (name)];
      if (outcome) return Promise.resolve({ ...outcome, verdict: name, digests: {}, dataId: 'x' });
      if (name === 'failed') return Promise.reject(new Error('no'));
      const phase = /** @type {'upload'} */ (name);
      onProgress?.({ phase, loaded: 5, total: 10, percentage: 40 });
      return new Promise(() => {});
    };
    /** @type {any} */ (upload).connection = { scan };
  });
}
