// @ts-check
import { startSite } from './site.mjs';

/** @typedef {import('../node/rows.mjs').Context} Context */

/**
 * A browser, by whichever protocol it is driven.
 * @typedef {object} Browser
 * @property {string} version
 * @property {(url: string) => Promise<Page>} open resolves once the modules of the page have run
 * @property {() => Promise<unknown>} stop
 */

/**
 * @typedef {object} Page
 * @property {(expression: string) => Promise<any>} evaluate the value of an expression, after its promise is settled
 * @property {(selector: string, files: string[]) => Promise<unknown>} choose files, as a user would
 * @property {() => Promise<unknown>} close
 */

/** The files that are chosen for a row, as by a user. @type {Record<string, (context: Context) => string[]>} */
const CHOSEN = {
  'disk-sha256': large,
  'disk-sha512': large,
  four: ({ plan, files }) => [files.random(plan.four)],
  two: ({ plan, files }) => [files.random(plan.four)],
  upload: large,
  responsive: large,
  subtle: ({ plan, files }) => [files.random(plan.medium)],
  'small-disk': ({ plan, files }) => files.many(plan.smallFiles, plan.smallFile),
};

/** @param {Context} context */
function large({ plan, files }) {
  return [files.random(plan.large)];
}

/**
 * Runs rows in a browser, each in its own page.
 * @param {Browser} browser
 * @param {string} [against] the `dist` of another build
 */
export async function startRows(browser, against) {
  const site = await startSite(against);
  return {
    /**
     * @param {string} id
     * @param {Context} context
     * @returns {Promise<import('../rows.mjs').Measured>}
     */
    async run(id, context) {
      const { plan, sink, gateway } = context;
      const page = await browser.open(`${site.address}${PAGE}`);
      try {
        const chosen = CHOSEN[id]?.(context);
        if (chosen) await page.choose('input', chosen);
        return await page.evaluate(callOf(id, { plan, sink, gateway, against: site.against }));
      } finally {
        await page.close();
      }
    },
    async stop() {
      await browser.stop();
      site.stop();
    },
  };
}

export const PAGE = '/bench/browsers/page/page.html';

/**
 * The expression that runs a row in a page.
 * @param {string} id
 * @param {Omit<import('./page/page.js').Context, 'files' | 'file'>} context
 */
export const callOf = (id, context) => `run(${JSON.stringify(id)}, ${JSON.stringify(context)})`;
