// @ts-check
// Whatever a parser behind preScreen stores as a file, preScreen has had scanned, byte for byte; or it has refused the form.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parsers } from './parsers.mjs';
import { scannedOf } from './scanned.mjs';
/** @import { Form } from './parsers.mjs' */

/** A parser that has not answered by then has failed. */
const LONGEST_PARSE = 2_000;

/** What a run has seen. */
export class Counts {
  forms = 0;
  accepted = 0;
  /** Files by parser. */
  found = Object.fromEntries(Object.keys(parsers).map((name) => [name, 0]));

  toString() {
    return `${this.accepted} of ${this.forms} forms were accepted; files found: ${JSON.stringify(this.found)}`;
  }
}

/** How a form may come in pieces. */
const pieces = fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 4 });

/**
 * @param {fc.Arbitrary<Form>} forms
 * @param {Counts} counts
 */
export const everyStoredFileIsScanned = (forms, counts) =>
  fc.asyncProperty(forms, pieces, async (form, sizes) => {
    counts.forms += 1;
    const scanned = scannedOf(form);
    assert.deepEqual(scannedOf(form, sizes), scanned, 'in pieces it is another form');
    if (!scanned) return;
    counts.accepted += 1;
    for (const [name, parse] of Object.entries(parsers)) {
      // A parser that refuses a form stores nothing of it.
      const files = await inTime(parse(form)).catch(() => []);
      counts.found[name] = Number(counts.found[name]) + files.length;
      for (const file of files) {
        assert(file === '' || scanned.includes(file), `${name} stores ${JSON.stringify(file)}`);
      }
    }
  });

/** @template T @param {Promise<T>} work */
function inTime(work) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer')), LONGEST_PARSE);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
