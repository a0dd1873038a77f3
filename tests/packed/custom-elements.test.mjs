// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launchChromium } from '../support/chromium.mjs';
import { startGateway } from '../support/gateway.mjs';
import { inConsumer } from './support/consumer.mjs';
import { staticSample } from './support/element-sample.mjs';
import { startUploadSite } from './support/upload-site.mjs';

const PACKAGE = 'node_modules/metadefender-wasm';
const EICAR = String.raw`X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`;
/** Parts of a row, which the comment on the row describes. */
const STATES = ['waiting', 'scanning', 'allowed', 'blocked'];

/** What the manifest says of it. @type {any} */
let element;
/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
/** @type {Awaited<ReturnType<typeof startUploadSite>>} */
let site;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('playwright-core').Page} */
let page;
before(async () => {
  const { customElements } = JSON.parse(readFileSync(inConsumer(PACKAGE, 'package.json'), 'utf8'));
  const manifest = JSON.parse(readFileSync(inConsumer(PACKAGE, customElements), 'utf8'));
  element = manifest.modules[0].declarations[0];
  [gateway, browser] = await Promise.all([startGateway(), launchChromium()]);
  site = await startUploadSite(gateway.address, staticSample());
  page = await browser.newPage();
  await page.goto(site.page);
  await page.getByText('Drop your documents here').waitFor();
});
after(() => Promise.all([gateway?.stop(), site?.stop(), browser?.close()]));

/** @param {{ name: string }[]} list */
const names = (list) => list.map(({ name }) => name).sort();
const upload = () => page.locator('metadefender-upload');

test('it lists the observed attributes, and a property for each', async () => {
  /** @type {string[]} */
  const observed = await upload().evaluate(
    ({ constructor }) => /** @type {any} */ (constructor).observedAttributes,
  );
  const named = names(element.attributes);
  assert.deepEqual(
    observed.filter((name) => !named.includes(name)),
    [],
  );
  const reflected = await page.evaluate((attributes) => {
    return attributes.filter(({ name, fieldName }) => {
      const upload = /** @type {any} */ (document.createElement('metadefender-upload'));
      upload[fieldName] = typeof upload[fieldName] === 'boolean' ? true : 1;
      return upload.hasAttribute(name);
    });
  }, /** @type {{ name: string, fieldName: string }[]} */ (element.attributes));
  assert.deepEqual(reflected, element.attributes);
});

test('it lists the properties and methods of the element', async () => {
  const own = await upload().evaluate((element) => {
    /** @type {Record<'field' | 'method', string[]>} */
    const found = { field: [], method: [] };
    let at = Object.getPrototypeOf(element);
    for (; at !== HTMLElement.prototype; at = Object.getPrototypeOf(at)) {
      for (const [name, { get }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
        found[get ? 'field' : 'method'].push(name);
      }
    }
    return found;
  });
  const [field, method] = ['field', 'method'].map((kind) =>
    names(element.members.filter((/** @type {any} */ member) => member.kind === kind)),
  );
  assert.deepEqual([...new Set(own.field)].sort(), field);
  assert.deepEqual(
    method?.filter((name) => !own.method.includes(name)),
    [],
  );
});

test('it lists the CSS custom properties', async () => {
  const css = await upload().evaluate(({ shadowRoot }) =>
    [...(shadowRoot?.adoptedStyleSheets ?? [])]
      .flatMap(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText))
      .join('\n'),
  );
  const used = new Set(css.match(/--metadefender-[\w-]+/g));
  assert.deepEqual([...used].sort(), names(element.cssProperties));
});

test('it lists the slots, and each part and state that occurs while files are scanned', async () => {
  /** @type {Record<'parts' | 'slots' | 'states', Set<string>>} */
  const seen = { parts: new Set(), slots: new Set(), states: new Set() };
  const look = async () => {
    const now = await upload().evaluate((element, states) => {
      const inside = (/** @type {string} */ selector) => [
        ...(element.shadowRoot?.querySelectorAll(selector) ?? []),
      ];
      return {
        parts: inside('[part]').flatMap(({ part }) => [...part]),
        slots: inside('slot').map((slot) => slot.getAttribute('name') ?? ''),
        states: states.filter((state) => element.matches(`:state(${state})`)),
      };
    }, names(element.cssStates));
    for (const key of /** @type {const} */ (['parts', 'slots', 'states'])) {
      for (const name of now[key]) seen[key].add(name);
    }
  };
  const drag = (/** @type {string} */ type) =>
    upload().evaluate((element, type) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([], 'empty.txt'));
      element.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true }));
    }, type);

  await look();
  await upload().evaluate((element) => {
    const keptFiles = [{ id: '7', name: 'contract.pdf', href: '/files/7' }];
    Object.assign(element, { directory: true, submitWhenDone: true, keptFiles });
  });
  await page.getByRole('link', { name: 'contract.pdf' }).waitFor();
  await drag('dragover');
  await look();
  await drag('dragleave');
  site.hold();
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles([
      { name: 'eicar.com', mimeType: 'text/plain', buffer: Buffer.from(EICAR) },
      {
        name: 'letter.txt',
        mimeType: 'text/plain',
        buffer: Buffer.from(Math.random().toString(36)),
      },
    ]);
  await page.getByRole('progressbar', { name: 'letter.txt' }).waitFor();
  await page.getByRole('button', { name: 'Send' }).click();
  await look();
  site.release();
  await page.getByText('EICAR-Test-File (EICAR)').waitFor();
  await look();

  const parts = [...seen.parts].filter((part) => !STATES.includes(part));
  assert.deepEqual(parts.sort(), names(element.cssParts));
  assert.deepEqual([...seen.slots].sort(), names(element.slots));
  assert.deepEqual([...seen.states].sort(), names(element.cssStates));
});

test('it lists the events', () => {
  const text = readFileSync(inConsumer(PACKAGE, 'dist/element.js'), 'utf8');
  const dispatched = new Set(text.match(/metadefender-(?!upload\b)[a-z]+(?=["'`])/g));
  assert.deepEqual([...dispatched, 'change'].sort(), names(element.events));
});
