// @ts-check
import { build } from './build.mjs';
import { checkSize } from './checks/size.mjs';
import { entry } from './lib/entry.mjs';

/** Prints what a page loads, and fails if a budget is exceeded. */
async function size() {
  await build();
  await checkSize();
}

await entry(import.meta, size);
