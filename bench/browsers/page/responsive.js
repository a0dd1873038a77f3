// @ts-check
import { digest } from 'metadefender-wasm';

/**
 * How long a page is blocked while it hashes a file: the longest gap between two messages that it posts to
 * itself, as the browser reports only tasks over 50 ms.
 * @param {import('./page.js').Context} context
 */
export async function responsive({ file }) {
  const gaps = watchGaps();
  await digest(file, { algorithms: ['sha256'] });
  return gaps.end();
}

/** Measures how long the page is blocked. */
export function watchGaps() {
  /** @type {number[]} */
  const reported = [];
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) reported.push(duration);
  });
  observer.observe({ type: 'longtask' });
  const pinging = ping();
  return {
    end() {
      const figure = pinging.longest();
      for (const { duration } of observer.takeRecords()) reported.push(duration);
      return { figure, detail: `long tasks that the browser reports: ${reported.length}` };
    },
  };
}

/** Posts messages to itself until asked for the longest gap. */
function ping() {
  const { port1, port2 } = new MessageChannel();
  let longest = 0;
  let last = performance.now();
  port1.onmessage = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    port2.postMessage(0);
  };
  port2.postMessage(0);
  return {
    longest() {
      port1.close();
      return Math.max(longest, performance.now() - last);
    },
  };
}
