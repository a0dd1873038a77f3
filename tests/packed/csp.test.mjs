// @ts-check
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { browsers } from '../support/browsers.mjs';
import { startGateway } from '../support/gateway.mjs';
import { consumer, startSite } from '../support/site.mjs';

const DIST = join(consumer(), 'node_modules', 'metadefender-wasm', 'dist');
const WITHOUT_WASM = ["'self'"];

/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
before(async () => {
  gateway = await startGateway();
});
after(() => gateway?.stop());

for (const name of /** @type {const} */ (['chromium', 'firefox', 'webkit'])) {
  describe(name, () => {
    /** @type {import('../support/browsers.mjs').Browser} */
    let browser;
    before(async () => {
      browser = await browsers[name]();
    });
    after(() => browser?.close());

    for (const where of /** @type {const} */ (['page', 'worker'])) {
      /** @param {import('node:test').TestContext} t @param {string[]} [scripts] */
      const open = async (t, scripts) => {
        const site = await startSite(gateway.address, scripts);
        t.after(() => site.stop());
        return browser.open(site[where]);
      };

      test(`a ${where} scans under the strictest policy`, async (t) => {
        const { call } = await open(t);
        for (const scan of [
          'a clean file is allowed, by an analysis',
          'EICAR is blocked, with the engine’s name for it',
        ]) {
          assert.equal(await call('runCase', 'scanning', scan, gateway.address), null);
        }
        assert.deepEqual(await call('violations'), []);
      });

      test(`a ${where} whose policy forbids wasm gets an error that names the missing source`, async (t) => {
        const { call } = await open(t, WITHOUT_WASM);
        const { message, ...error } = await call('failure', { baseUrl: gateway.address });
        assert.deepEqual(error, { name: 'MetaDefenderError', code: 'unsupported' });
        assert.match(message, /script-src.*'wasm-unsafe-eval'/);
      });
    }
  });
}

test('no module evaluates text as code, and only one contains the wasm', () => {
  const modules = readdirSync(DIST, { recursive: true, encoding: 'utf8' });
  const scripts = modules.filter((file) => /\.c?js$/.test(file));
  assert.ok(scripts.includes('metadefender.js'), `${scripts}`);
  for (const file of scripts) {
    const text = readFileSync(join(DIST, file), 'utf8');
    assert.doesNotMatch(
      text,
      /\beval\s*\(|\bFunction\s*\(|\bset(Timeout|Interval)\s*\(\s*['"`]/,
      file,
    );
    // The magic number of wasm: "\0asm".
    const magic = Buffer.from('\0asm').toString('base64').slice(0, 5);
    assert.ok(!text.includes(magic), file);
    const gzip = Buffer.from([0x1f, 0x8b, 8]).toString('base64');
    assert.equal(text.includes(gzip), file === 'embedded-wasm.js', file);
    // What is not minified has members of such names, with a blank behind the colon; a URL has none.
    assert.doesNotMatch(text, /data:\S/, file);
  }
});
