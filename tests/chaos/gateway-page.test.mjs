// @ts-check
// The gateway is killed during the analyses of a page: its calls end, and its form sends no file that
// was not scanned.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { AT_ONCE } from '../behaviour/reports.js';
import { launchChromium } from '../support/chromium.mjs';
import { formWith, UploadPage } from '../support/element.mjs';
import { startForms } from '../support/forms.mjs';
import { startMortalGateway } from './support/mortal-gateway.mjs';
import { cleanText, eicarText } from './support/samples.mjs';
import { SCAN_HEADER, watchAnalyses } from './support/under-way.mjs';

/** @type {Awaited<ReturnType<typeof startMortalGateway>>} */
let gateway;
/** @type {Awaited<ReturnType<typeof startForms>>} */
let forms;
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => {
  gateway = await startMortalGateway();
  forms = await startForms(gateway.address);
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  await Promise.all([forms?.stop(), gateway?.stop()]);
});
beforeEach(() => gateway.start({ isSlow: true }));

/** Opens a page with this body. @param {import('node:test').TestContext} t @param {string} body */
async function open(t, body) {
  const page = await browser.newPage();
  t.after(() => page.close());
  page.setDefaultTimeout(20_000);
  forms.submitted.length = 0;
  await forms.open(page, body);
  return new UploadPage(page, [], forms.submitted);
}

/**
 * Makes calls in a page, each for a clean and an infected text, and waits until all their analyses are running.
 * @param {UploadPage} form
 * @returns what they come to: verdicts, and codes of errors
 */
async function underWay(form) {
  const texts = Array.from({ length: 3 }, () => [cleanText(), eicarText()]);
  const areFollowed = await watchAnalyses(gateway.address);
  const calls = await form.page.evaluateHandle(
    async ({ baseUrl, headers, texts, poll }) => {
      /** @type {typeof import('metadefender-wasm')} */
      const { connect, MetaDefenderError } = await import(
        /** @type {string} */ ('metadefender-wasm')
      );
      const retry = { attempts: 30, baseDelay: 20, maxDelay: 100 };
      const metadefender = await connect({ baseUrl, headers, retry });
      /** @type {((file: File) => Promise<string>)[]} */
      const kinds = [
        async (file) => (await metadefender.scan(file, { poll })).verdict,
        async (file) => {
          const { dataId } = await metadefender.analyze(file);
          return (await metadefender.resume(dataId, { poll })).verdict;
        },
        async (file) => {
          const [scanned] = (await metadefender.scanBatch([file], { poll })).files;
          if (scanned?.error) throw scanned.error;
          return scanned?.verdict ?? 'nothing';
        },
      ];
      return kinds.flatMap((call, index) =>
        texts[index]?.map((text) =>
          call(new File([text], 'a.txt')).catch((error) =>
            error instanceof MetaDefenderError ? error.code : `no error of ours: ${error}`,
          ),
        ),
      );
    },
    { baseUrl: gateway.address, headers: SCAN_HEADER, texts, poll: AT_ONCE },
  );
  await areFollowed(texts.flat().length);
  return () => calls.evaluate((outcomes) => Promise.all(outcomes));
}

test('calls of a page whose analyses are lost end with an error, not a verdict', async (t) => {
  const form = await open(t, formWith(''));
  const outcomes = await underWay(form);
  await gateway.kill();
  await gateway.start();
  assert.deepEqual(await outcomes(), Array(6).fill('not-found'));
});

/** Presses the form's button, and returns whether the form was sent. @param {UploadPage} form */
async function submit(form) {
  await form.page.getByRole('button', { name: 'Send' }).click();
  const isValid = await form.do((upload) => upload.form?.checkValidity());
  if (isValid) await form.page.waitForURL(/^http:\/\/127/);
  return forms.submitted.length > 0;
}

test('a form sends no file whose analysis is lost; after a retry, each gets its verdict', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple'));
  const files = { 'report.txt': cleanText(), 'invoice.com': eicarText() };
  await form.choose(...Object.entries(files));
  await form.page.waitForFunction(() => {
    const items = document.querySelector('metadefender-upload')?.items ?? [];
    return items.length === 2 && items.every(({ dataId }) => dataId);
  });
  await gateway.kill();
  await gateway.start();
  for (const name of Object.keys(files)) await form.becomes(name, 'failed');
  assert.deepEqual(await form.formData(), []);
  assert.equal(await submit(form), false);

  for (const name of Object.keys(files))
    await form.row(name).getByRole('button', { name: /again/i }).click();
  await form.becomes('report.txt', 'allowed');
  await form.becomes('invoice.com', 'blocked');
  assert.equal(await submit(form), false, 'one of them is infected');
});

test('after the gateway died, a reload lets nothing through; a file that is chosen again is scanned', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'));
  const text = cleanText();
  await form.choose(['report.txt', text]);
  await form.page.waitForFunction(
    () => document.querySelector('metadefender-upload')?.items[0]?.dataId,
  );
  await gateway.kill();
  // The browser polls while the gateway is down, and after its restart, when the analysis is unknown.
  await form.page.reload();
  await form.becomes('report.txt', 'scanning');
  assert.equal(await submit(form), false);
  await gateway.start();
  await form.becomes('report.txt', 'failed');
  assert.equal(await submit(form), false);

  await form.choose(['report.txt', text]);
  await form.becomes('report.txt', 'allowed');
  assert.equal((await form.formData())[0]?.[1], 'report.txt');
});
