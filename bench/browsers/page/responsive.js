// @ts-check
import { digest } from 'metadefender-wasm';

/**
 * For how long a page that hashes a file does nothing else: the longest gap between two messages that it
 * sends itself, as the browser reports only tasks over 50 ms.
 * @param {import('./page.js').Context} context
 */
export async function responsive({ file }) {
  const gaps = watchGaps();
  await digest(file, { algorithms: ['sha256'] });
  return gaps.end();
}

/** Watches for how long the page does nothing else. */
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

/** Sends itself messages until asked for the longest gap. */
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
