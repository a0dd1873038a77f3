// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { elementTests, formWith, harmless } from '../../support/element.mjs';

const { open } = elementTests();

test('scans that failed while offline resume when online again, and no others', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple'));
  await form.do(async (upload) => {
    const { connect } = await import(/** @type {string} */ ('metadefender-wasm'));
    upload.connection = connect({ baseUrl: upload.baseUrl, retry: { attempts: 1 } });
  });
  // The module and the connection are already loaded.
  await form.do((upload) => upload.connection);
  await form.page.context().setOffline(true);
  await form.choose(['a.txt', harmless()], ['b.txt', harmless()]);
  await form.becomes('a.txt', 'failed');
  await form.becomes('b.txt', 'failed');
  await form.page.getByRole('button', { name: 'Remove: b.txt' }).click();
  await form.do((upload) => upload.addFiles([new File([], 'empty.txt')]));
  await form.page.context().setOffline(false);
  await form.becomes('a.txt', 'allowed');
  assert.deepEqual(await form.do(({ items }) => items.map(({ name, state }) => [name, state])), [
    ['a.txt', 'allowed'],
    ['empty.txt', 'refused'],
  ]);
});

/** Whether the browser would ask for confirmation. @param {import('../../support/element.mjs').UploadPage} form */
const asks = (form) =>
  form.page.evaluate(() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })));

test('with `confirm-leave`, the browser asks for confirmation only while a scan is running', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" confirm-leave'), { slow: true });
  assert.equal(await asks(form), false);
  await form.choose(['a.txt', harmless()]);
  await form.becomes('a.txt', 'scanning');
  const asked = form.page.waitForEvent('dialog');
  await form.page.evaluate(() => void setTimeout(() => location.reload()));
  const dialog = await asked;
  assert.equal(dialog.type(), 'beforeunload');
  await dialog.dismiss();
  await form.page.getByRole('button', { name: 'Cancel: a.txt' }).click();
  await form.becomes('a.txt', 'cancelled');
  assert.equal(await asks(form), false);
});

test('without `confirm-leave`, the browser does not ask', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'), { slow: true });
  await form.choose(['a.txt', harmless()]);
  await form.becomes('a.txt', 'scanning');
  assert.equal(await asks(form), false);
  await form.do((upload) => (upload.confirmLeave = true));
  assert.equal(await asks(form), true);
});
