// @ts-check
import assert from 'node:assert/strict';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { EICAR } from '../behaviour/reports.js';
import { browsers } from './browsers.mjs';
import { startGateway } from './gateway.mjs';
import { startSite } from './site.mjs';

const MIB = 1024 * 1024;
const MOST_EVENTS_A_SECOND = 20;

/**
 * What a user of a form relies on, with the packed package in a static site.
 * @param {import('./browsers.mjs').BrowserName} name
 */
export function uploadsInSite(name) {
  describe(`${name}, form`, () => uploadsIn(name));
}

/** @param {import('./browsers.mjs').BrowserName} name */
function uploadsIn(name) {
  /** @type {Awaited<ReturnType<typeof startGateway>>} */
  let gateway;
  /** @type {Awaited<ReturnType<typeof startSite>>} */
  let site;
  /** @type {import('./browsers.mjs').Browser} */
  let browser;
  /** @type {import('./browsers.mjs').Page} */
  let page;
  let folder = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'metadefender-wasm-'));
    gateway = await startGateway();
    site = await startSite(gateway.address);
    browser = await browsers[name]();
    page = await browser.open(site.form);
  });
  after(async () => {
    await browser?.close();
    await Promise.all([gateway?.stop(), site?.stop(), rm(folder, { recursive: true })]);
  });

  /** Has the user choose a file of the disk. @param {string} name @param {number} size */
  async function choose(name, size) {
    const path = join(folder, name);
    const file = await open(path, 'w');
    await file.truncate(size);
    await file.close();
    await page.choose(path);
    // Chromium looks at the file when it is first asked for its size.
    assert.equal(await page.call('chosenSize'), size);
    return path;
  }

  test('a chosen file is hashed and sent, and its progress told, but not all the time', async () => {
    await choose('large.bin', 96 * MIB);
    const { events, ...scan } = await page.call('scanChosen', gateway.address);
    assert.deepEqual(scan, { verdict: 'allowed', name: 'large.bin', size: 96 * MIB });
    for (const phase of ['hash', 'upload']) {
      /** @type {{ phase: string, loaded: number, at: number }[]} */
      const told = events.filter((/** @type {any} */ event) => event.phase === phase);
      const loaded = told.map((event) => event.loaded);
      assert.ok(told.length > 2, `${phase}: ${loaded}`);
      assert.deepEqual(
        loaded,
        loaded.toSorted((a, b) => a - b),
      );
      assert.equal(loaded.at(-1), 96 * MIB);
      const seconds = ((told.at(-1)?.at ?? 0) - (told[0]?.at ?? 0)) / 1000;
      // The first and the last one come in any case.
      const most = MOST_EVENTS_A_SECOND * seconds + 3;
      assert.ok(told.length <= most, `${phase}: ${told.length} events in ${seconds} s`);
    }
  });

  test('a file that was removed after it was chosen is unreadable, not a network error', async () => {
    await rm(await choose('gone.bin', MIB));
    const { code } = await page.call('scanChosen', gateway.address);
    assert.equal(code, 'invalid-input');
  });

  test('a stream is sent as its bytes, though no browser sends one', async () => {
    const scan = await page.call('scanStream', gateway.address, EICAR);
    assert.equal(scan.verdict, 'blocked');
    assert.equal(scan.size, EICAR.length);
  });
}
