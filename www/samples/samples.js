// @ts-check
import { photo } from './photo.js';
import { zip } from './zip.js';

/**
 * The harmless standard test file that every engine reports as infected. In two parts, so that no scanner takes this
 * script for it.
 */
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'];

/** Random letters that make a file unknown. Digits could look like a card number. */
const unique = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
    String.fromCharCode(97 + (byte % 26)),
  ).join('');

/**
 * The samples, each made on demand.
 * @type {Record<string, () => File | Promise<File>>}
 */
export const samples = {
  eicar: () => new File([EICAR.join('')], 'eicar.com'),
  zip: () => new File([archive()], 'documents.zip', { type: 'application/zip' }),
  photo: async () => new File([await photo()], 'holiday.jpg', { type: 'image/jpeg' }),
  card: () =>
    new File(
      [`Order ${unique()}\nPaid by card 4111 1111 1111 1111, valid thru 12/29.\n`],
      'order.txt',
    ),
  yara: () => new File(['metadefender-wasm yara', ` demo marker ${unique()}\n`], 'marked.txt'),
  clean: () => new File([`Nothing to see here: ${unique()}.\n`], 'harmless.txt'),
};

function archive() {
  return zip([
    { name: 'letters/welcome.txt', content: `Welcome, ${unique()}!\n` },
    { name: 'letters/invoice.com', content: EICAR.join('') },
    { name: 'notes.txt', content: `Nothing to see here either: ${unique()}.\n` },
  ]);
}
