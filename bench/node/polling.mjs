// @ts-check
import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { connect } from 'metadefender-wasm';
import { median } from '../measure.js';

/** By how much the lengths of the analyses differ, as a share. */
const SPREAD = 1 / 30;

/** @type {ReturnType<typeof measure> | undefined} */
let measured;

/** Waits for several analyses at once, once for all rows. @param {import('../plan.mjs').Plan} plan */
export const polling = (plan) => (measured ??= measure(plan));

/** @param {import('../plan.mjs').Plan} plan */
async function measure({ scans, analysis }) {
  const starts = Array.from({ length: scans }, async (_, index) => {
    await setTimeout(index * 37);
    return scanOnce(analysis * (1 + (index / (scans - 1) - 0.5) * 2 * SPREAD));
  });
  const waits = await Promise.all(starts);
  const calls = waits.map((wait) => wait.calls);
  const delays = waits.map(({ delay }) => (100 * delay) / analysis);
  return {
    calls: { figure: Math.max(...calls), detail: `${median(calls)} as the median of ${scans}` },
    delay: { figure: median(delays), detail: `${Math.max(...delays).toFixed(1)} % at most` },
  };
}

/** One scan by a service that responds at once. @param {number} analysis */
async function scanOnce(analysis) {
  const content = Math.random().toString(36);
  const sha256 = createHash('sha256').update(content).digest('hex');
  let calls = 0;
  let end = Infinity;
  const fetch = async (/** @type {string} */ url, /** @type {RequestInit} */ { method }) => {
    if (method === 'POST') {
      end = performance.now() + analysis;
      return Response.json({ data_id: 'one' });
    }
    if (url.includes('/hash/')) return Response.json({}, { status: 404 });
    calls += 1;
    return Response.json(report(sha256, performance.now() >= end));
  };
  const metadefender = await connect({ baseUrl: 'http://service.test', fetch });
  const { verdict } = await metadefender.scan(new Blob([content]));
  if (verdict !== 'allowed') throw new Error(`the scan came to ${verdict}`);
  return { calls, delay: performance.now() - end };
}

/** @param {string} sha256 @param {boolean} isFinished */
function report(sha256, isFinished) {
  const progress_percentage = isFinished ? 100 : 50;
  return {
    data_id: 'one',
    file_info: { sha256 },
    process_info: { progress_percentage, result: isFinished ? 'Allowed' : 'Processing' },
    scan_results: { progress_percentage, scan_all_result_i: 0, scan_all_result_a: 'Clean' },
  };
}
