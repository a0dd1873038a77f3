// @ts-check
import { launchWebKit } from '../../tests/support/webkit.mjs';

const LOADED = `new Promise((resolve) => {
  if (document.readyState === 'complete') resolve();
  else addEventListener('load', () => resolve());
})`;

/** Starts WebKitGTK's MiniBrowser. It has one page at a time. @param {{ driver: string, xvfb: string }} programs */
export async function startWebKit({ driver, xvfb }) {
  Object.assign(process.env, { WEBKIT_DRIVER: driver, XVFB: xvfb });
  const session = await launchWebKit();
  const evaluate = (/** @type {string} */ expression) =>
    session.execute(([code]) => (0, eval)(String(code)), [expression]);
  const agent = String(await evaluate('navigator.userAgent'));
  return {
    version: /Version\/(\S+)/.exec(agent)?.[1] ?? agent,
    /** @param {string} url */
    async open(url) {
      await session.goto(url);
      // The driver does not wait for the page's modules.
      await evaluate(LOADED);
      return {
        evaluate,
        /** @param {string} selector @param {string[]} files */
        choose: (selector, files) => session.type(selector, files.join('\n')),
        async close() {},
      };
    },
    stop: () => session.close(),
  };
}
