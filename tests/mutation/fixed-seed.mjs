// @ts-check
// The same examples in every run, so that a mutant does not survive by chance.
import fc from 'fast-check';

fc.configureGlobal({ seed: 1 });
