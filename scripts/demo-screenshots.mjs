// @ts-check
import { join } from 'node:path';
import { build } from './build.mjs';
import { entry } from './lib/entry.mjs';
import { root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { chromium } from './setup/chromium.mjs';

const TEST = join(root, 'tests', 'browser', 'demo-screenshots.test.mjs');

/** Takes the pictures of the demo page in docs/screenshots anew, with which its tests compare it. */
async function screenshots() {
  await build();
  const env = { CHROMIUM: await chromium(), SCREENSHOTS: 'accept' };
  await run(process.execPath, ['--test', TEST], { env, show: true });
}

await entry(import.meta, screenshots);
