// @ts-check
// The network between a page and the gateway breaks: no partial response is taken for the whole one.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AT_ONCE } from '../behaviour/reports.js';
import { launchChromium } from '../support/chromium.mjs';
import { startForms } from '../support/forms.mjs';
import { startGateway } from '../support/gateway.mjs';
import { startFaultyWire } from './support/faulty-wire.mjs';
import { cleanText, eicarText } from './support/samples.mjs';

const UPLOAD = /^POST \/file$/;
const REPORT = /^GET \/file\/[\da-f]{32}$/;
const COPY = /^GET \/file\/converted\//;

/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
/** @type {Awaited<ReturnType<typeof startFaultyWire>>} */
let wire;
/** @type {Awaited<ReturnType<typeof startForms>>} */
let forms;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('playwright-core').Page} */
let page;
before(async () => {
  gateway = await startGateway();
  wire = await startFaultyWire(gateway.address);
  forms = await startForms(wire.address);
  browser = await launchChromium();
  page = await browser.newPage();
  await forms.open(page, '');
});
after(async () => {
  await browser?.close();
  await Promise.all([forms?.stop(), wire?.stop(), gateway?.stop()]);
});

/**
 * Scans in the page.
 * @param {string} text
 * @param {{ attempts?: number, copy?: boolean, timeout?: number }} [options] `copy`: its clean copy is downloaded as well
 * @returns the verdict, or the code of the error; and the length of the copy, or the name of the error
 */
function scan(text, { attempts = 1, copy = false, timeout = 20_000 } = {}) {
  return page.evaluate(
    async ({ baseUrl, text, attempts, copy, timeout, poll }) => {
      /** @type {typeof import('metadefender-wasm')} */
      const { connect } = await import(/** @type {string} */ ('metadefender-wasm'));
      const retry = { attempts, baseDelay: 1 };
      const metadefender = await connect({ baseUrl, retry });
      try {
        const file = new File([text], 'page.html');
        const { verdict, dataId } = await metadefender.scan(file, { poll, timeout });
        if (!copy) return verdict;
        const response = await metadefender.downloadSanitized(dataId);
        return `${(await response.text()).length} bytes`;
      } catch (error) {
        return /** @type {any} */ (error).code ?? /** @type {any} */ (error).name;
      }
    },
    { baseUrl: wire.address, text, attempts, copy, timeout, poll: AT_ONCE },
  );
}

test('a report that is always incomplete allows nothing in a page', async () => {
  wire.plan();
  assert.equal(await scan(cleanText()), 'allowed');
  const length = wire.exchanges.findLast(({ line }) => REPORT.test(line))?.answer ?? 0;
  assert.ok(length > 1000);
  for (const at of [0.1, 0.5, 0.99].map((part) => Math.floor(part * length))) {
    for (const how of /** @type {const} */ (['reset', 'end'])) {
      wire.plan({ operation: REPORT, side: 'answer', how, at });
      const outcome = await scan(cleanText(), { timeout: 300 });
      assert.ok(
        ['network', 'timeout', 'protocol'].includes(outcome),
        `${how} at ${at}: ${outcome}`,
      );
    }
  }
});

test('a broken upload of a page is retried, and gets its own verdict', async () => {
  for (const [text, verdict] of [
    [cleanText().padEnd(300_000), 'allowed'],
    [eicarText(), 'blocked'],
  ]) {
    for (const side of /** @type {const} */ (['request', 'answer'])) {
      wire.plan({ operation: UPLOAD, side, how: 'reset', at: 100, times: 1 });
      // From the second time on, the same bytes are known.
      const outcome = await scan(`${text}${side === 'answer' ? ' ' : ''}`, { attempts: 3 });
      assert.equal(outcome, verdict, side);
      assert.ok(wire.count(UPLOAD) > 1, side);
    }
  }
});

test('a truncated clean copy is an error in a page', async () => {
  const html = () => `<!doctype html><p>${cleanText()}</p>${'<i>long</i>'.repeat(500)}`;
  wire.plan();
  const whole = await scan(html(), { copy: true });
  assert.match(whole, /^\d{4} bytes$/);
  const length = wire.exchanges.at(-1)?.answer ?? 0;
  for (const at of [0, 100, length / 2, length - 10].map(Math.floor)) {
    wire.plan({ operation: COPY, side: 'answer', how: 'end', at });
    assert.doesNotMatch(await scan(html(), { copy: true }), /bytes/, `cut at ${at}`);
  }
});
