// @ts-check

/**
 * Gives the element a connection that comes to a verdict at once: `blocked` if a file's name has a 7,
 * else `allowed`. It is called `quick` in the page, and counts its verdicts.
 * @param {import('./element.mjs').UploadPage} form
 */
export async function connectQuickly(form) {
  await form.do((upload) => {
    const quick = {
      verdicts: 0,
      scan: async (/** @type {File} */ file, /** @type {any} */ { onProgress }) => {
        onProgress({ phase: 'hash', loaded: 1, total: 1, percentage: 20 });
        await new Promise((resolve) => setTimeout(resolve));
        quick.verdicts += 1;
        const digests = { sha256: 'a'.repeat(64) };
        const verdict = file.name.includes('7') ? 'blocked' : 'allowed';
        return { verdict, reason: 'infected', threats: [], digests, dataId: file.name };
      },
    };
    Object.assign(globalThis, { quick });
    upload.connection = /** @type {any} */ (quick);
  });
}

/**
 * Adds files `file-0.txt`, `file-1.txt`, …; resolves once they have their verdicts and are drawn.
 * @param {import('./element.mjs').UploadPage} form
 * @param {number} count
 */
export async function addMany(form, count) {
  await form.do(async (upload, count) => {
    const files = [];
    for (let index = 0; index < count; index += 1) {
      files.push(new File([`${index}`], `file-${index}.txt`));
      // A browser makes them by itself, and not all in one task.
      if (index % 100 === 0) await new Promise((resolve) => setTimeout(resolve));
    }
    const done = new Promise((resolve) => {
      upload.addEventListener('change', () => {
        if (upload.items.every(({ state }) => state === 'allowed' || state === 'blocked'))
          resolve(undefined);
      });
    });
    upload.addFiles(files);
    await done;
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  }, count);
}
