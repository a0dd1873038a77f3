// @ts-check
import { memoryAboveIdle, processes } from '../support/processes.mjs';
import { startChromium } from './chromium.mjs';
import { VERDICT } from '../support/sink-answers.mjs';
import { callOf, PAGE } from './rows.mjs';
import { startSite } from './site.mjs';

/**
 * The memory that a newly started Chromium takes. It is not automated during the measurement.
 * @param {string} program
 * @param {import('./rows.mjs').Context} context
 */
export async function memoryOfChromium(program, { plan, sink, gateway, files }) {
  const site = await startSite();
  const browser = await startChromium(program);
  try {
    const page = await browser.open(site.address + PAGE);
    await page.choose('input', [files.sparse(plan.sparse)]);
    const ready = site.post('/ready');
    const end = site.post('/end');
    await page.evaluate(`void ${callOf('memory', { plan, sink, gateway })}`);
    const { answer } = await ready;
    await page.leaveAlone();
    return await memoryAboveIdle(
      () => processes(browser.pid),
      async () => {
        answer();
        const { body, answer: done } = await end;
        done();
        if (body !== VERDICT) throw new Error(`the scan came to ${body}`);
      },
    );
  } finally {
    await browser.stop();
    site.stop();
  }
}
