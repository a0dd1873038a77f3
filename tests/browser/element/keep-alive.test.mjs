// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { elementTests, harmless } from '../../support/element.mjs';

const { open, gateway } = elementTests({
  imports: { vue: '/node_modules/vue/dist/vue.runtime.esm-browser.prod.js' },
});

test("a scan continues while Vue's KeepAlive detaches the form, and its verdict is there afterwards", async (t) => {
  const form = await open(t, '<form><div id="app"></div><button>Send</button></form>');
  await form.page.evaluate(async (baseUrl) => {
    const vue = await import(/** @type {string} */ ('vue'));
    const { createApp, h, KeepAlive, ref } = vue;
    const tab = ref('upload');
    const Upload = {
      render: () => h('metadefender-upload', { name: 'attachment', 'base-url': baseUrl }),
    };
    const Other = { render: () => h('p', 'Another tab') };
    const app = { render: () => h(KeepAlive, () => h(tab.value === 'upload' ? Upload : Other)) };
    createApp(app).mount('#app');
    /** @type {any} */ (globalThis).show = async (/** @type {string} */ name) => {
      tab.value = name;
      await vue.nextTick();
    };
  }, gateway().address);
  const show = (/** @type {string} */ name) => form.page.evaluate(`show('${name}')`);

  let answer = () => {};
  const asked = new Promise((resolve) =>
    form.page.route(`${gateway().address}/hash/*`, (route) => {
      resolve(undefined);
      answer = () => void route.continue();
    }),
  );
  await form.choose(['report.txt', harmless()]);
  await asked;
  const kept = await form.upload.evaluateHandle((upload) => ({
    verdict: new Promise((resolve) => {
      upload.addEventListener('metadefender-verdict', (event) =>
        resolve([upload.isConnected, /** @type {CustomEvent} */ (event).detail.scan.verdict]),
      );
    }),
  }));
  await show('other');
  assert.equal(await form.upload.count(), 0);
  answer();
  assert.deepEqual(await kept.evaluate(({ verdict }) => verdict), [false, 'allowed']);
  await show('upload');
  await form.becomes('report.txt', 'allowed');
  assert.deepEqual((await form.formData())[0], ['attachment', 'report.txt']);
});
