// @ts-check
// Forms, some of them changed, for so many minutes: `node run.mjs MINUTES SEED`.
import fc from 'fast-check';
import { recorded, written } from './forms.mjs';
import { changed } from './mutations.mjs';
import { removeUploads } from './parsers.mjs';
import { Counts, everyStoredFileIsScanned } from './property.mjs';

const [minutes = 1, seed = Date.now()] = process.argv.slice(2).map(Number);
/** Forms between two lines of progress. */
const ROUND = 5_000;

// Parsers throw where nobody can catch it. Then they have stored nothing.
let thrown = 0;
process.on('uncaughtException', () => (thrown += 1));
process.on('unhandledRejection', () => (thrown += 1));

const counts = new Counts();
const forms = changed(fc.oneof(written, recorded));
const end = Date.now() + minutes * 60_000;
console.log(`seed ${seed}`);
for (let round = 0; Date.now() < end && !process.exitCode; round++) {
  const result = await fc.check(everyStoredFileIsScanned(forms, counts), {
    seed: seed + round,
    numRuns: ROUND,
    interruptAfterTimeLimit: Math.max(1, end - Date.now()),
  });
  if (result.failed) {
    console.error(fc.defaultReportMessage(result) ?? result);
    process.exitCode = 1;
  }
  console.log(`${counts}; thrown by parsers: ${thrown}`);
}
await removeUploads();
process.exit();
