// @ts-check
// `npm run fuzz -- multipart`, for a few seconds.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { recorded, written } from '../../fuzz/multipart/forms.mjs';
import { changed } from '../../fuzz/multipart/mutations.mjs';
import { removeUploads } from '../../fuzz/multipart/parsers.mjs';
import { Counts, everyStoredFileIsScanned } from '../../fuzz/multipart/property.mjs';

after(removeUploads);

for (const { title, forms, numRuns, seed } of [
  { title: 'with forms of all kinds', forms: written, numRuns: 4000, seed: 16 },
  {
    title: 'with forms that are changed',
    forms: changed(fc.oneof(written, recorded)),
    numRuns: 4000,
    seed: 30,
  },
]) {
  test(title, { timeout: 120_000 }, async () => {
    const counts = new Counts();
    await fc.assert(everyStoredFileIsScanned(forms, counts), { numRuns, seed });
    console.log(`  ${counts}`);
    // If no form was accepted, or no part was found, nothing was tested.
    assert(counts.accepted > numRuns / 10);
    for (const [name, found] of Object.entries(counts.found)) assert(found > 100, name);
  });
}
