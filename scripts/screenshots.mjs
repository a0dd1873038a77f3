// @ts-check
import { join } from 'node:path';
import { build } from './build.mjs';
import { entry } from './lib/entry.mjs';
import { root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { chromium } from './setup/chromium.mjs';

const TESTS = ['demo', 'element'].map((folder) =>
  join(root, 'tests', 'browser', folder, 'screenshots.test.mjs'),
);

/** Takes new pictures in docs/screenshots, with which the tests compare. */
async function screenshots() {
  await build();
  const env = { CHROMIUM: await chromium(), SCREENSHOTS: 'accept' };
  await run(process.execPath, ['--test', ...TESTS], { env, show: true });
}

await entry(import.meta, screenshots);
