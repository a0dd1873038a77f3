// @ts-check

/**
 * A page with the element of one build, whose folder is part of the page's URL.
 * @typedef {object} ElementFrame
 * @property {(baseUrl: string, files: File[]) => Promise<void>} toVerdicts resolves when the form can be submitted
 * @property {(baseUrl: string, files: File[]) => Promise<void>} bareScans the same scans without the element
 */

/** As many files as the element scans at once. */
const AT_ONCE = 3;

/** @type {ElementFrame['toVerdicts']} */
async function toVerdicts(baseUrl, files) {
  const upload = /** @type {import('metadefender-wasm/element').MetadefenderUpload} */ (
    document.querySelector('metadefender-upload')
  );
  const form = /** @type {HTMLFormElement} */ (upload.form);
  upload.baseUrl = baseUrl;
  await new Promise((resolve, reject) => {
    upload.addEventListener('metadefender-error', ({ detail }) => reject(detail.error));
    upload.addEventListener('metadefender-verdict', () => {
      if (upload.validity.valid) resolve(undefined);
    });
    upload.addFiles(files);
  });
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const sent = new FormData(form).getAll('file').length;
  if (sent !== files.length) throw new Error(`the form would be sent with ${sent} files`);
  upload.clear();
}

/**
 * @param {import('metadefender-wasm').MetaDefender} metadefender
 * @param {File[]} files
 */
async function bareScans(metadefender, files) {
  const left = [...files].reverse();
  const scanNext = async () => {
    for (let file = left.pop(); file; file = left.pop()) {
      const { verdict } = await metadefender.scan(file);
      if (verdict !== 'allowed') throw new Error(`a scan came to ${verdict}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, scanNext));
}

/** @returns {Promise<ElementFrame>} */
async function load() {
  const folder = new URLSearchParams(location.search).get('dist');
  const { connect } = await import(`${folder}/browser.js`);
  await import(`${folder}/element.js`);
  return {
    toVerdicts,
    bareScans: async (baseUrl, files) => bareScans(await connect({ baseUrl }), files),
  };
}

Object.assign(globalThis, { ready: load() });
