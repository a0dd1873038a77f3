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
  return {
    work: (...which) => page.evaluate(workInPage, which),
    census: await startCensus(page),
    stop: () => Promise.all([site.stop(), browser.close()]),
  };
}

/**
 * Makes a function that counts what is alive in a page, which has imported `observe.js`.
 * @param {import('playwright-core').Page} page
 * @returns {Promise<(classes?: string[]) => Promise<Record<string, number>>>}
 */
export async function startCensus(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');

  /** The listeners of the one signal that all calls share. */
  async function listeners() {
    const { result } = await devtools.send('Runtime.evaluate', { expression: 'observed.signal' });
    const objectId = result.objectId ?? '';
    return (await devtools.send('DOMDebugger.getEventListeners', { objectId })).listeners.length;
  }

  return async (classes) => {
    const counts = await census((method, params) => devtools.send(method, params), classes);
    const { metrics } = await devtools.send('Performance.getMetrics');
    const allListeners = metrics.find(({ name }) => name === 'JSEventListeners')?.value;
    return { ...counts, allListeners: Number(allListeners), listeners: await listeners() };
  };
}

async function workInPage(/** @type {[string, string, number]} */ which) {
  const module = new URL('workloads.js', location.href).href;
  const { work } = await import(module);
  await work(...which);
}
