// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from '../../support/axe.mjs';
import { connectByName } from '../../support/connection-by-name.mjs';
import { EICAR, elementTests, formWith, harmless } from '../../support/element.mjs';

const { open } = elementTests();
/** @typedef {import('../../support/element.mjs').UploadPage} UploadPage */

const STATES = [
  'allowed',
  'blocked',
  'undetermined',
  'failed',
  'hash',
  'upload',
  'scan',
  'waiting',
  'empty',
];

for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
  test(`axe-core finds nothing in any state, ${colorScheme}`, async (t) => {
    const form = await open(
      t,
      formWith('base-url="GATEWAY" multiple max-size="1 MB" concurrency="3"'),
      { colorScheme },
    );
    await assertAccessible(form.page, 'empty');
    await connectByName(form.page);
    await form.do((upload, names) => {
      upload.addFiles(names.map((name) => new File(name === 'empty' ? [] : [name], `${name}.txt`)));
    }, STATES);
    await form.becomes('waiting.txt', 'waiting');
    await form.becomes('failed.txt', 'failed');
    await form.becomes('scan.txt', 'scanning');
    await assertAccessible(form.page, 'files in every state');
    await form.page.getByRole('button', { name: 'Cancel: scan.txt' }).click();
    await form.becomes('scan.txt', 'cancelled');
    await form.do((upload) =>
      upload.addFiles([
        new File([], 'empty.txt', { lastModified: 1 }),
        new File([], 'empty.txt', { lastModified: 1 }),
      ]),
    );
    await form.page.locator('[part=notice]').waitFor();
    await assertAccessible(form.page, 'cancelled, with a notice');
    await form.do((upload) => (upload.disabled = true));
    await form.page.locator('[part=button]:disabled').waitFor();
    await assertAccessible(form.page, 'disabled');
    await form.do((upload) => {
      upload.disabled = false;
      upload.toggleAttribute('required', true);
      upload.clear();
      upload.form?.reportValidity();
    });
    await assertAccessible(form.page, 'invalid');
  });
}

test('choose, cancel, retry, remove and submit work by keyboard alone', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple'));
  const { keyboard } = form.page;
  const focused = () =>
    form.page.evaluate(() => {
      const at = document.activeElement;
      const inside = at?.shadowRoot?.activeElement ?? at;
      return inside?.getAttribute('aria-label') ?? inside?.textContent;
    });
  await connectByName(form.page);
  const opens = form.page.waitForEvent('filechooser');
  await keyboard.press('Tab');
  assert.equal(await focused(), 'Choose files');
  await keyboard.press('Enter');
  const file = (/** @type {string} */ name) => ({ name, mimeType: '', buffer: Buffer.from(name) });
  await (await opens).setFiles([file('scan.txt'), file('failed.txt'), file('allowed.txt')]);
  await form.becomes('failed.txt', 'failed');
  await form.becomes('allowed.txt', 'allowed');
  await keyboard.press('Tab');
  assert.equal(await focused(), 'Cancel: scan.txt');
  await keyboard.press('Space');
  await form.becomes('scan.txt', 'cancelled');
  assert.equal(await focused(), 'Try again: scan.txt');
  await keyboard.press('Tab');
  assert.equal(await focused(), 'Remove: scan.txt');
  await keyboard.press('Enter');
  await form.row('scan.txt').waitFor({ state: 'detached' });
  assert.equal(await focused(), 'Remove: failed.txt');
  await keyboard.press('Enter');
  await form.row('failed.txt').waitFor({ state: 'detached' });
  assert.equal(await focused(), 'Remove: allowed.txt');
  await keyboard.press('Tab');
  assert.equal(await focused(), 'Send');
  await keyboard.press('Enter');
  await form.page.waitForURL(/^http:\/\/127.0.0.1:\d+\/$/);
  assert.equal(form.submitted.length, 1);
});

test('removing the last file moves the focus to the button', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'));
  await connectByName(form.page);
  await form.choose(['allowed.txt', 'a']);
  await form.becomes('allowed.txt', 'allowed');
  await form.page.getByRole('button', { name: 'Remove: allowed.txt' }).press('Enter');
  await form.row('allowed.txt').waitFor({ state: 'detached' });
  assert.equal(
    await form.do(({ shadowRoot }) => shadowRoot?.activeElement?.textContent),
    'Choose a file',
  );
});

/** Records the announcements for screen readers. @param {UploadPage} form */
const announcements = (form) =>
  form.upload.evaluateHandle(({ shadowRoot }) => {
    const region = shadowRoot?.querySelector('[role=status]');
    /** @type {string[]} */
    const said = [];
    new MutationObserver(() => said.push(region?.textContent ?? '')).observe(
      /** @type {Node} */ (region),
      { childList: true },
    );
    return said;
  });

test('each event is announced once', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'));
  const said = await announcements(form);
  await form.choose(['invoice.com', EICAR]);
  await form.becomes('invoice.com', 'blocked');
  await form.page.waitForFunction((said) => said.length === 2, said);
  assert.deepEqual(await said.jsonValue(), ['1 file added', 'invoice.com: Blocked. Infected.']);
});

test('a hundred verdicts in a row are announced in a few sentences', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple'));
  const said = await announcements(form);
  await form.do((upload) => {
    const scan = { verdict: 'allowed', reason: 'no-threat-detected', threats: [], digests: {} };
    const late = () => new Promise((resolve) => setTimeout(() => resolve(scan), 5));
    upload.connection = /** @type {any} */ ({ scan: late });
    const names = Array.from({ length: 100 }, (_, index) => `${index}.txt`);
    upload.addFiles(names.map((name) => new File([name], name)));
  });
  await form.page.waitForFunction((said) => said.at(-1)?.startsWith('100 of 100'), said);
  const sentences = await said.jsonValue();
  assert.equal(sentences[0], '100 files added');
  // One per second, not one for each of the hundred files.
  assert.ok(sentences.length <= 10, sentences.join('\n'));
});

test('with reduced motion, nothing is animated', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'), { reducedMotion: 'reduce' });
  await connectByName(form.page);
  await form.choose(['scan.txt', 'a']);
  await form.becomes('scan.txt', 'scanning');
  const animated = await form.do(({ shadowRoot }) => shadowRoot?.getAnimations().length);
  assert.equal(animated, 0);
});

test('the progress and the drop area are visible in forced colours', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'), { forcedColors: 'active' });
  await connectByName(form.page);
  await form.choose(['scan.txt', 'a']);
  await form.becomes('scan.txt', 'scanning');
  const [bar, fill, area] = await form.do(({ shadowRoot }) => {
    const style = (/** @type {string} */ selector) =>
      getComputedStyle(/** @type {Element} */ (shadowRoot?.querySelector(selector)));
    return [
      style('[part=bar]').borderStyle,
      style('[part=bar] > div').backgroundColor,
      style('[part=area]').borderStyle,
    ];
  });
  assert.equal(bar, 'solid');
  assert.equal(area, 'dashed');
  assert.notEqual(fill, 'rgba(0, 0, 0, 0)');
});

test('a button is large enough for a finger', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'), {
    viewport: { width: 320, height: 600 },
  });
  await connectByName(form.page);
  await form.choose([`${'long'.repeat(40)}.txt`, harmless()]);
  await form.rows.first().waitFor();
  for (const button of await form.page.getByRole('button').all()) {
    const box = await button.boundingBox();
    // WCAG 2.2, 2.5.8: 24 by 24.
    if (box)
      assert.ok((box.width >= 24 && box.height >= 24) || (await button.textContent()) === 'Send');
  }
  // WCAG 2.2, 1.4.10: nothing scrolls sideways at a width of 320.
  const overflow = await form.page.evaluate(() => document.documentElement.scrollWidth > 320);
  assert.equal(overflow, false);
});
