// @ts-check
import { launchChromium } from '../chromium.mjs';
import { startStaticServer } from '../static-server.mjs';
import { census } from './census.js';

/**
 * A page in Chromium that runs workloads of a project.
 *
 * @param {string} project
 * @param {string} folder the one of page.html, in the project
 * @returns {Promise<import('./every-workload.mjs').Runtime>}
 */
export async function startChromium(project, folder) {
  const [site, browser] = await Promise.all([startStaticServer({}, project), launchChromium()]);
  const page = await browser.newPage();
  await page.goto(`${site.address}/${folder}/page.html`);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');

  /** The listeners of the one signal that all calls share. */
  async function listeners() {
    const { result } = await devtools.send('Runtime.evaluate', { expression: 'observed.signal' });
    const objectId = result.objectId ?? '';
    return (await devtools.send('DOMDebugger.getEventListeners', { objectId })).listeners.length;
  }

  return {
    work: (...which) => page.evaluate(workInPage, which),
    async census() {
      const counts = await census((method, params) => devtools.send(method, params));
      const { metrics } = await devtools.send('Performance.getMetrics');
      const allListeners = metrics.find(({ name }) => name === 'JSEventListeners')?.value;
      return { ...counts, allListeners: Number(allListeners), listeners: await listeners() };
    },
    stop: () => Promise.all([site.stop(), browser.close()]),
  };
}

async function workInPage(/** @type {[string, string, number]} */ which) {
  const module = new URL('workloads.js', location.href).href;
  const { work } = await import(module);
  await work(...which);
}
