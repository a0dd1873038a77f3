// @ts-check

export const SERVICE = 'http://metadefender.example';

const RULES = [
  { name: 'File process', max_file_size: 10_737_418_240 },
  { name: 'Sanitise documents', max_file_size: 104_857_600 },
];

/**
 * A service with scripted reports, in place of a real one.
 * @param {import('playwright-core').Page} page
 * @param {import('./reports.mjs').Report[]} reports of the files that may be sent, and of the files inside them
 * @param {{ stuckAt?: number }} [options] the percentage at which each analysis stays
 */
export async function scriptService(page, reports, { stuckAt } = {}) {
  const withId = (/** @type {string} */ id) => reports.find(({ data_id }) => data_id === id);
  const named = (/** @type {string} */ name) =>
    reports.find(({ file_info }) => file_info.display_name === name);
  /** @type {import('./reports.mjs').Report[]} */
  const batch = [];
  /** @type {Map<string, number>} how often each was requested */
  const asked = new Map();

  /** Queued, then in progress, then finished. @param {string} id */
  function inTime(id) {
    const times = asked.get(id) ?? 0;
    asked.set(id, times + 1);
    if (times === 0) return { data_id: id };
    return times === 1 || stuckAt ? unfinished(id, stuckAt ?? 40) : withId(id);
  }

  /** @type {[RegExp, (request: import('playwright-core').Request, id: string) => unknown][]} */
  const answers = [
    [/^GET \/file\/rules$/, () => RULES],
    [/^GET \/hash\/(\w+)$/, (_, hash) => ({ [hash]: 'Not Found' })],
    [/^POST \/file\/batch$/, () => ({ batch_id: 'f0c5b2c6f2f14b6c9a6e0c1d7f5a3b21' })],
    [
      /^POST \/file$/,
      (request) => {
        const { filename = '', batch: inBatch } = request.headers();
        const report = named(decodeURIComponent(filename));
        if (report && inBatch) batch.push(report);
        return report && { data_id: report.data_id };
      },
    ],
    [/^POST \/file\/batch\/\w+\/close$/, () => batchStatus(batch)],
    [/^GET \/file\/batch\/\w+\/certificate$/, () => '---\nbatch_id: f0c5\n'],
    [/^GET \/file\/batch\/\w+$/, () => batchStatus(batch)],
    [/^POST \/file\/\w+\/cancel$/, () => ({})],
    [/^GET \/file\/(\w+)$/, (_, id) => inTime(id)],
  ];

  await page.route(`${SERVICE}/**`, (route, request) => {
    const { pathname } = new URL(request.url());
    for (const [pattern, answer] of answers) {
      const match = pattern.exec(`${request.method()} ${pathname}`);
      const json = match && answer(request, match[1] ?? '');
      if (json) return route.fulfill({ json, headers: { 'Access-Control-Allow-Origin': '*' } });
    }
    return route.fulfill({ status: 404, json: { err: 'Not Found' } });
  });
}

/**
 * @param {string} data_id
 * @param {number} percentage
 */
function unfinished(data_id, percentage) {
  return {
    data_id,
    process_info: { progress_percentage: percentage, result: 'Processing' },
    scan_results: { progress_percentage: percentage, scan_all_result_i: 255 },
  };
}

/** @param {import('./reports.mjs').Report[]} reports */
function batchStatus(reports) {
  const isBlocked = reports.some(({ process_info }) => process_info.result === 'Blocked');
  return {
    batch_id: 'f0c5b2c6f2f14b6c9a6e0c1d7f5a3b21',
    is_closed: true,
    batch_files: { batch_count: reports.length, first_index: 0, page_size: 50, files_in_batch: [] },
    process_info: { result: isBlocked ? 'Blocked' : 'Allowed', profile: 'File process' },
    scan_results: {
      scan_all_result_i: isBlocked ? 1 : 0,
      scan_all_result_a: isBlocked ? 'Infected' : 'No Threat Detected',
      total_time: 2310,
    },
  };
}
