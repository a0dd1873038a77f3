// @ts-check
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { EICAR } from '../behaviour/reports.js';
import { browsers } from './browsers.mjs';
import { startGateway } from './gateway.mjs';
import { startSite } from './site.mjs';

/**
 * That the element is a form control in this browser, with the packed package in a static site.
 * @param {import('./browsers.mjs').BrowserName} name
 */
export function elementInSite(name) {
  describe(`${name}, element`, () => elementIn(name));
}

/** @param {import('./browsers.mjs').BrowserName} name */
function elementIn(name) {
  /** @type {Awaited<ReturnType<typeof startGateway>>} */
  let gateway;
  /** @type {Awaited<ReturnType<typeof startSite>>} */
  let site;
  /** @type {import('./browsers.mjs').Browser} */
  let browser;
  /** @type {import('./browsers.mjs').Page} */
  let page;

  before(async () => {
    gateway = await startGateway();
    site = await startSite(gateway.address);
    browser = await browsers[name]();
    page = await browser.open(site.element);
  });
  after(async () => {
    await browser?.close();
    await Promise.all([gateway?.stop(), site?.stop()]);
  });

  test('an empty form is not sent where a file is required, and the user is taken to it', async () => {
    const { sent, missing, message, focus, color } = await page.call('outcome');
    assert.deepEqual(
      { sent, missing, message, focus },
      { sent: false, missing: true, message: 'Please choose a file.', focus: true },
    );
    assert.equal(color, 'solid', 'its style sheet is under no policy of the page');
  });

  test('what is blocked keeps the form back, what is allowed is sent', async () => {
    const bad = await page.call('add', gateway.address, 'invoice.com', EICAR);
    assert.deepEqual([bad.sent, bad.data, bad.rows], [false, [], ['blocked']]);
    assert.match(bad.message, /Blocked: Infected/);

    const text = `harmless ${Math.random().toString(36)}`;
    const good = await page.call('add', gateway.address, 'report.txt', text);
    assert.equal(good.duringScan.sent, false);
    assert.deepEqual(good.duringScan.data, []);
    assert.deepEqual([good.sent, good.message, good.rows], [true, '', ['allowed']]);
    const sha256 = createHash('sha256').update(text).digest('hex');
    assert.deepEqual(good.data.slice(0, 2), [
      ['cv', `report.txt: ${text}`],
      ['cv-sha256', sha256],
    ]);
    assert.match(good.data[2].join(), /^cv-data-id,[\da-f]{32}$/);
  });

  test('a fieldset disables it, a reset empties it', async () => {
    const disabled = await page.call('disable', true);
    assert.deepEqual([disabled.sent, disabled.data], [true, []]);
    const enabled = await page.call('disable', false);
    assert.equal(enabled.data.length, 3);
    const empty = await page.call('reset');
    assert.deepEqual([empty.sent, empty.data, empty.missing], [false, [], true]);
  });

  test('a file that is dropped beside it is kept from the page, but not from what takes it', async () => {
    assert.deepEqual(await page.call('drops'), [
      ['editor', false, false],
      // Over a text field it may be dropped, for whoever listens there; the field itself does nothing with it.
      ['area', false, true],
      ['field', false, true],
      ['picker', false, false],
      ['readOnly', true, true],
      ['paragraph', true, true],
    ]);
  });
}
