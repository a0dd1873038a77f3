// @ts-check
import assert from 'node:assert/strict';

/** How long nothing else may happen in a page, ms; several times what is usual, as tests run side by side. */
const LONGEST = 500;

/** Has a page watch how long its tasks take. @param {import('playwright-core').Page} page */
export async function watchTasks(page) {
  await page.evaluate(() => {
    const page = /** @type {any} */ (window);
    page.longestTask = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        page.longestTask = Math.max(page.longestTask, duration);
      }
    }).observe({ type: 'longtask', buffered: true });
  });
}

/**
 * Asserts that no task since then was long.
 * @param {import('playwright-core').Page} page
 * @param {import('node:test').TestContext} t
 */
export async function assertNoLongTask(page, t) {
  const longest = Number(await page.evaluate('longestTask'));
  t.diagnostic(`the longest task: ${longest} ms`);
  assert.ok(longest < LONGEST, `${longest} ms`);
}
