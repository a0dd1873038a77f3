// @ts-check
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { EICAR, elementTests, formWith, harmless } from '../../support/element.mjs';

const { open, gateway } = elementTests();

const sha256 = (/** @type {string} */ text) => createHash('sha256').update(text).digest('hex');
const send = { name: 'Send' };

test('an allowed file is submitted, with its SHA-256 and a data id that the service knows', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" required'));
  const text = harmless();
  await form.choose(['report.txt', text]);
  await form.becomes('report.txt', 'allowed');
  await form.page.getByRole('button', send).click();
  await form.page.waitForURL(/^http:\/\/127.0.0.1:\d+\/$/);

  const [sent] = form.submitted;
  assert.deepEqual(
    [...(sent?.keys() ?? [])],
    ['attachment', 'attachment-sha256', 'attachment-data-id'],
  );
  const file = /** @type {File} */ (sent?.get('attachment'));
  assert.equal(file.name, 'report.txt');
  assert.equal(await file.text(), text);
  assert.equal(sent?.get('attachment-sha256'), sha256(text));
  const report = await fetch(`${gateway().address}/file/${sent?.get('attachment-data-id')}`);
  const { file_info } = await report.json();
  assert.equal(file_info.sha256.toLowerCase(), sha256(text));
  assert.deepEqual(form.complaints, []);
});

test('several files, their hashes and data ids are in the same order', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple'));
  const texts = [harmless(), harmless(), harmless()];
  await form.choose(['one.txt', texts[0] ?? ''], ['bad.com', EICAR], ['two.txt', texts[1] ?? '']);
  await form.choose(['three.txt', texts[2] ?? '']);
  for (const name of ['one', 'two', 'three']) await form.becomes(`${name}.txt`, 'allowed');
  await form.becomes('bad.com', 'blocked');
  const data = await form.formData();
  assert.deepEqual(data.slice(0, 6), [
    ['attachment', 'one.txt'],
    ['attachment', 'two.txt'],
    ['attachment', 'three.txt'],
    ...texts.map((text) => ['attachment-sha256', sha256(text)]),
  ]);
  const ids = await form.do(({ items }) =>
    items.filter(({ state }) => state === 'allowed').map(({ scan }) => scan?.dataId),
  );
  assert.deepEqual(
    data.slice(6),
    ids.map((id) => ['attachment-data-id', id]),
  );
});

test('with `required`, a form without a file is not sent, and a message says why', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" required'));
  await form.page.getByRole('button', send).click();
  assert.equal(await form.do(({ validity }) => validity.valueMissing), true);
  assert.equal(
    await form.do(({ validationMessage }) => validationMessage),
    'Please choose a file.',
  );
  // As with any other control, the browser moves the focus to the invalid one.
  const focused = await form.do(({ shadowRoot }) => shadowRoot?.activeElement?.textContent);
  assert.equal(focused, 'Choose a file');
  assert.equal(form.submitted.length, 0);
  await form.do((upload) => (upload.required = false));
  assert.equal(await form.do((upload) => upload.checkValidity()), true);
});

test('a form is not sent while a scan is running', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'), { slow: true });
  await form.choose(['report.txt', harmless()]);
  await form.becomes('report.txt', 'scanning');
  await form.page.getByRole('button', send).click();
  assert.deepEqual(await form.do((upload) => [upload.reportValidity(), upload.validationMessage]), [
    false,
    'Please wait: 1 file is still being checked.',
  ]);
  assert.deepEqual(await form.formData(), []);
  assert.equal(form.submitted.length, 0);
});

test('a form is not sent with a blocked file, but after its removal', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'));
  await form.choose(['invoice.com', EICAR]);
  await form.becomes('invoice.com', 'blocked');
  await form.page.getByRole('button', send).click();
  const message = await form.do(({ validationMessage }) => validationMessage);
  assert.match(message, /invoice\.com.*Blocked: Infected/);
  assert.equal(form.submitted.length, 0);

  await form.page.getByRole('button', { name: 'Remove: invoice.com' }).click();
  await form.page.getByRole('button', send).click();
  await form.page.waitForURL(/^http:\/\/127.0.0.1:\d+\/$/);
  assert.deepEqual([...(form.submitted[0]?.keys() ?? [])], []);
});

test('files that are not allowed are not sent even if validation is bypassed', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple'));
  await form.choose(['bad.com', EICAR], ['good.txt', harmless()]);
  await form.becomes('bad.com', 'blocked');
  await form.becomes('good.txt', 'allowed');
  await form.do(({ form }) => form?.submit());
  await form.page.waitForURL(/^http:\/\/127.0.0.1:\d+\/$/);
  const names = form.submitted[0]
    ?.getAll('attachment')
    .map((file) => /** @type {File} */ (file).name);
  assert.deepEqual(names, ['good.txt']);
});

test('a name with `[]` works, and so does no name', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'));
  await form.choose(['report.txt', harmless()]);
  await form.becomes('report.txt', 'allowed');
  await form.do((upload) => (upload.name = 'files[]'));
  assert.deepEqual(
    (await form.formData()).map(([name]) => name),
    ['files[]', 'files-sha256[]', 'files-data-id[]'],
  );
  await form.do((upload) => upload.removeAttribute('name'));
  assert.deepEqual(await form.formData(), []);
});

for (const [how, disable] of /** @type {const} */ ([
  ['itself', 'upload => upload.disabled = true'],
  ['a fieldset', "upload => upload.form.querySelector('fieldset').disabled = true"],
])) {
  test(`disabled by ${how}, it neither sends files nor blocks the form`, async (t) => {
    const form = await open(
      t,
      formWith('base-url="GATEWAY" required').replace(
        /(<label>.*<\/label>)/s,
        '<fieldset>$1</fieldset>',
      ),
    );
    await form.choose(['report.txt', harmless()]);
    await form.becomes('report.txt', 'allowed');
    await form.upload.evaluate(new Function(`return ${disable}`)());
    // The element renders in the next frame.
    for (const name of [/Choose/, /Remove/]) {
      await form.page.getByRole('button', { name, disabled: true }).waitFor();
    }
    assert.deepEqual(await form.formData(), []);
    await form.do((upload) => upload.clear());
    assert.deepEqual(
      await form.do((upload) => [upload.willValidate, upload.form?.checkValidity()]),
      [false, true],
    );
    await form.page.getByRole('button', send).click();
    await form.page.waitForURL(/^http:\/\/127.0.0.1:\d+\/$/);
  });
}

test('a reset removes all files and ends their scans, without an event', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple'), { slow: true });
  await form.choose(['report.txt', harmless()], ['letter.txt', harmless()]);
  await form.becomes('report.txt', 'scanning');
  const dataId = await form.page.waitForFunction(
    () => document.querySelector('metadefender-upload')?.items[0]?.dataId,
  );
  const events = await form.listen();
  const cancelled = form.page.waitForRequest(`**/file/${await dataId.jsonValue()}/cancel`);
  await form.do(({ form }) => form?.reset());
  await form.rows.first().waitFor({ state: 'detached' });
  await cancelled;
  assert.deepEqual(await form.do(({ items }) => items), []);
  const heard = (await events()).filter(({ type }) => type !== 'progress');
  assert.deepEqual(heard, []);
  assert.equal(await form.do((upload) => upload.checkValidity()), true);
});

test('a custom validity message blocks the form until it is cleared', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'));
  await form.do((upload) => upload.setCustomValidity('Sign first.'));
  assert.deepEqual(
    await form.do((upload) => [upload.validity.customError, upload.validationMessage]),
    [true, 'Sign first.'],
  );
  await form.do((upload) => upload.setCustomValidity(''));
  assert.equal(await form.do((upload) => upload.checkValidity()), true);
});

test('it is a form control with form, labels and type, `form` by id, and clickable labels', async (t) => {
  const form = await open(
    t,
    `<form id="far"></form><label for="it">Curriculum vitae</label>
     <metadefender-upload id="it" form="far" name="cv" base-url="GATEWAY"></metadefender-upload>`,
  );
  assert.deepEqual(
    await form.do((upload) => [upload.form?.id, upload.labels.length, upload.type]),
    ['far', 1, 'metadefender-upload'],
  );
  assert.equal(await form.do(({ form }) => form?.elements.length), 1);
  assert.equal(await form.accessibleName('group'), 'Curriculum vitae');
  const opens = form.page.waitForEvent('filechooser');
  await form.page.getByText('Curriculum vitae').click();
  await opens;
});

test('properties reflect attributes', async (t) => {
  const form = await open(t, '<p></p>');
  const result = await form.page.evaluate(() => {
    const upload = document.createElement('metadefender-upload');
    upload.maxSize = 1000;
    upload.multiple = true;
    upload.baseUrl = '/scan';
    upload.hashOnly = true;
    upload.maxFiles = Infinity;
    const html = upload.outerHTML;
    upload.setAttribute('max-size', '1.5 MiB');
    upload.setAttribute('max-files', 'many');
    upload.setAttribute('concurrency', '0');
    return [html, upload.maxSize, upload.maxFiles, upload.concurrency, upload.api];
  });
  assert.deepEqual(result, [
    '<metadefender-upload max-size="1000" multiple="" base-url="/scan" hash-only=""></metadefender-upload>',
    1.5 * 1024 * 1024,
    Infinity,
    3,
    'cluster',
  ]);
});

test('an empty text in a translation does not switch validation off', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'), { slow: true });
  await form.do((upload) => {
    upload.messages = /** @type {any} */ ({ invalid: { scanning: { other: '' } } });
  });
  await form.choose(['report.txt', harmless()]);
  assert.equal(await form.do((upload) => upload.checkValidity()), false);
});

test('it has an intrinsic width: that of its texts', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" class="inline"'));
  const box = await form.upload.boundingBox();
  assert.ok(box && box.width > 200, `${box?.width}`);
});

test('a click inside a file’s row does not scroll the page', async (t) => {
  const form = await open(t, `${formWith('base-url="GATEWAY"')}<p class="long"></p>`);
  await form.choose(['report.txt', harmless()]);
  await form.becomes('report.txt', 'allowed');
  await form.page.evaluate(() => scrollTo(0, 150));
  await form.row('report.txt').locator('[part=name]').click();
  assert.equal(await form.page.evaluate(() => scrollY), 150);
});

test('inputs of any name, and properties that frameworks add to them, do no harm', async (t) => {
  const form = await open(t, '<p></p>');
  await form.page.evaluate((text) => {
    const made = document.createElement('form');
    for (const name of ['id', 'name', 'form']) {
      const input = Object.assign(document.createElement('input'), { name });
      // Like React, whose properties lead back to the element.
      made.append(Object.assign(input, { mark: { input } }));
    }
    const upload = document.createElement('metadefender-upload');
    upload.setAttribute('base-url', 'http://127.0.0.1:9');
    upload.connection = /** @type {any} */ ({
      scan: async () => ({ verdict: 'allowed', reason: 'infected', threats: [], digests: {} }),
    });
    made.append(upload);
    document.querySelector('main')?.append(made);
    upload.addFiles([new File([text], 'report.txt')]);
  }, harmless());
  await form.becomes('report.txt', 'allowed');
  assert.deepEqual(form.complaints, []);
});
