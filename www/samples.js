// @ts-check

/**
 * The standard test file that every engine calls infected though it harms nobody. In two parts, so
 * that no scanner takes this script for it.
 */
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'];

/** @type {Record<string, () => File>} */
export const samples = {
  eicar: () => new File([EICAR.join('')], 'eicar.com'),
  yara: () => new File(['metadefender-wasm yara', ' demo marker\n'], 'marked.txt'),
  clean: () => new File([`Nothing to see here, at ${new Date().toISOString()}.\n`], 'harmless.txt'),
};
