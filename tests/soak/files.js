// @ts-check
// Files whose true verdict is known. Runs wherever scans run.
import { zip } from '../../www/samples/zip.js';
import { EICAR } from '../behaviour/reports.js';
import { encryptedZip } from './encrypted-zip.js';

/**
 * @typedef {'clean' | 'eicar' | 'eicar-zip' | 'cards' | 'encrypted' | 'encrypted-eicar'} Kind
 * @typedef {{ kind: Kind, size: number }} PlannedFile
 */

/**
 * Creates a file that has not been scanned before: files of different names never have the same bytes.
 * @param {PlannedFile} file
 * @param {string} name 30 letters a to y at most; digits might pass for a card number
 * @param {string} password
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function makeFile({ kind, size }, name, password) {
  switch (kind) {
    case 'clean':
      return text(`harmless ${name} `, size);
    case 'eicar':
      return text(infected(name));
    case 'eicar-zip':
      return new Uint8Array(
        await zip([
          { name: 'harmless.txt', content: `harmless ${name}` },
          { name: 'infected.com', content: infected(name) },
        ]).arrayBuffer(),
      );
    case 'cards':
      return text(`${name}, paid by card 4111 1111 1111 1111 `, size);
    case 'encrypted':
      return encryptedZip('harmless.txt', text(`harmless ${name}`), password);
    case 'encrypted-eicar':
      return encryptedZip('infected.com', text(infected(name)), password);
  }
}

/** @param {string} begin @param {number} [size] at least */
const text = (begin, size = 0) => new TextEncoder().encode(begin.padEnd(size, 'lorem ipsum '));

const WHITE_SPACE = ' \t\n\r\x1a';

/** Up to 60 characters of white space may follow (EICAR), two for each letter here. @param {string} name letters a to y */
function infected(name) {
  const spaces = [...name].map((letter) => {
    const code = letter.charCodeAt(0) - 97;
    return WHITE_SPACE.charAt(code % 5) + WHITE_SPACE.charAt(Math.floor(code / 5));
  });
  return EICAR + spaces.join('');
}
