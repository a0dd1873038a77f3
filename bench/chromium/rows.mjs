// @ts-check
import { memoryAboveIdle, processes } from '../support/processes.mjs';
import { VERDICT } from '../support/sink-answers.mjs';
import { startBrowser } from './browser.mjs';
import { startSite } from './site.mjs';

/**
 * @typedef {import('../node/rows.mjs').Context} Context
 * @typedef {import('./browser.mjs').Page} Page
 */

/** The files that a row has a user choose. @type {Record<string, (context: Context) => string[]>} */
const CHOSEN = {
  'disk-sha256': large,
  'disk-sha512': large,
  four: ({ plan, files }) => [files.random(plan.four)],
  upload: large,
  responsive: large,
  subtle: ({ plan, files }) => [files.random(plan.medium)],
  memory: ({ plan, files }) => [files.sparse(plan.sparse)],
  'small-disk': ({ plan, files }) => files.many(plan.smallFiles, plan.smallFile),
};

/** @param {Context} context */
function large({ plan, files }) {
  return [files.random(plan.large)];
}

/**
 * @param {string} program
 * @param {string} [against] the `dist` of another build
 */
export async function startChromium(program, against) {
  const site = await startSite(against);
  const browser = await startBrowser(program);
  return {
    version: browser.version,
    /**
     * Each row in a page of its own.
     * @param {string} id
     * @param {Context} context
     * @returns {Promise<import('../rows.mjs').Measured>}
     */
    async run(id, context) {
      const { plan, sink } = context;
      // One of its own, in which nothing was done before.
      const fresh = id === 'memory' ? await startBrowser(program) : undefined;
      try {
        const page = await (fresh ?? browser).open(`${site.address}/bench/chromium/page.html`);
        const chosen = CHOSEN[id]?.(context);
        if (chosen) await page.choose('input', chosen);
        const call = `run(${JSON.stringify(id)}, ${JSON.stringify({ plan, sink, against: site.against })})`;
        if (fresh) return await unwatched(page, fresh.pid, call);
        return await page.evaluate(call).finally(() => page.close());
      } finally {
        await fresh?.stop();
      }
    },
    async stop() {
      await browser.stop();
      site.stop();
    },
  };

  /**
   * The memory of a browser that is not automated meanwhile.
   * @param {Page} page
   * @param {number} pid
   * @param {string} call
   */
  async function unwatched(page, pid, call) {
    const ready = site.post('/ready');
    const end = site.post('/end');
    await page.evaluate(`void ${call}`);
    const { answer } = await ready;
    await page.leaveAlone();
    return memoryAboveIdle(
      () => processes(pid),
      async () => {
        answer();
        const { body, answer: done } = await end;
        done();
        if (body !== VERDICT) throw new Error(`the scan came to ${body}`);
      },
    );
  }
}
