// @ts-check
import assert from 'node:assert/strict';

/** So many times as long as a page takes for a thousand plain rows may one task last: machines are not alike. */
const LONGEST = 16;

/** Has a page watch how long its tasks take. @param {import('playwright-core').Page} page */
export async function watchTasks(page) {
  await page.evaluate(() => {
    const page = /** @type {any} */ (window);
    page.plainTask = 0;
    const from = performance.now();
    for (let round = 0; round < 3; round++) {
      const begun = performance.now();
      const list = document.body.appendChild(document.createElement('ul'));
      for (let row = 0; row < 1000; row++) {
        const item = list.appendChild(document.createElement('li'));
        item.appendChild(document.createElement('button')).textContent = `file-${row}.txt`;
      }
      list.getBoundingClientRect();
      page.plainTask = Math.max(page.plainTask, performance.now() - begun);
      list.remove();
    }
    const to = performance.now();
    page.longestTask = 0;
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) {
        const isOurs = startTime < to && startTime + duration > from;
        if (!isOurs) page.longestTask = Math.max(page.longestTask, duration);
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
  const plain = Number(await page.evaluate('plainTask'));
  const seen = `the longest task: ${longest} ms; that of plain rows: ${plain.toFixed()} ms`;
  t.diagnostic(seen);
  assert.ok(longest < LONGEST * plain, seen);
}
