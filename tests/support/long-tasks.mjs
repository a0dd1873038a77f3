// @ts-check
import assert from 'node:assert/strict';

/** So many times as long as a page takes for a thousand plain rows may one task last: machines are not alike. */
const LONGEST = 16;
const PLAIN_ROWS = 'a thousand plain rows';
const END = 'the end of what is watched';

/** What Chromium's trace says of something. @typedef {{ name: string, ph: string, pid: number, tid: number, ts: number, dur?: number, tdur?: number }} TraceEvent */

/**
 * Has a browser watch what the tasks of a page cost: in the time of its thread, as a machine that is busy with something else
 * makes everything last longer.
 * @param {import('playwright-core').Page} page
 */
export async function watchTasks(page) {
  await browserOf(page).startTracing(page, { categories: ['toplevel', 'blink.user_timing'] });
  for (let round = 0; round < 3; round++) {
    await page.evaluate((mark) => {
      performance.mark(mark);
      const list = document.body.appendChild(document.createElement('ul'));
      for (let row = 0; row < 1000; row++) {
        const item = list.appendChild(document.createElement('li'));
        item.appendChild(document.createElement('button')).textContent = `file-${row}.txt`;
      }
      list.getBoundingClientRect();
      list.remove();
    }, PLAIN_ROWS);
  }
}

/**
 * Asserts that no task since then was long.
 * @param {import('playwright-core').Page} page
 * @param {import('node:test').TestContext} t
 */
export async function assertNoLongTask(page, t) {
  await page.evaluate((mark) => void performance.mark(mark), END);
  const trace = await browserOf(page).stopTracing();
  /** @type {{ traceEvents: TraceEvent[] }} */
  const { traceEvents } = JSON.parse(String(trace));
  const end = traceEvents.find(({ name }) => name === END);
  assert.ok(end, 'the trace ends early');
  const ofPage = traceEvents.filter(({ pid, tid }) => pid === end.pid && tid === end.tid);
  const marks = ofPage.filter(({ name }) => name === PLAIN_ROWS);
  const tasks = ofPage.filter(({ name, ph }) => name.endsWith('RunTask') && ph === 'X');
  /** @param {TraceEvent} task */
  const isPlain = ({ ts, dur = 0 }) => marks.some((mark) => mark.ts >= ts && mark.ts <= ts + dur);
  /** @param {TraceEvent[]} some ms */
  const longestOf = (some) => Math.max(...some.map(({ tdur = 0 }) => tdur / 1000));

  const plain = longestOf(tasks.filter(isPlain));
  const longest = longestOf(tasks.filter((task) => !isPlain(task)));
  const seen = `the longest task: ${longest.toFixed()} ms; that of plain rows: ${plain.toFixed(1)} ms`;
  t.diagnostic(seen);
  assert.ok(plain > 0 && longest < LONGEST * plain, seen);
}

/** @param {import('playwright-core').Page} page */
function browserOf(page) {
  return page.context().browser() ?? assert.fail('a page of no browser');
}
