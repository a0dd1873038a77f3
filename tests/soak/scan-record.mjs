// @ts-check
// The gateway's record of one scan, and its settings for it.

/**
 * @typedef {object} ScanRecord
 * @property {{ operation: string, status: number | null }[]} requests in the order in which they came
 * @property {{ data_id: string, state: 'queued' | 'processing' | 'finished', result: string | null }[]} analyses
 * @property {{ fault: string, left: number | null }[]} faults that were not used up
 */

/**
 * @param {string} gateway its address
 * @param {string} name of the scan
 */
export function scanRecord(gateway, name) {
  /** @param {string} method @param {object} [body] @returns {Promise<ScanRecord>} */
  async function ask(method, body) {
    const address = `${gateway}/_gateway/scans/${name}`;
    const response = await fetch(address, { method, body: body && JSON.stringify(body) });
    if (!response.ok) throw new Error(`${method} ${address}: ${await response.text()}`);
    return /** @type {any} */ (response.json());
  }
  return {
    /** @param {string[]} faults */
    open: (faults) => ask('POST', { faults }),
    read: () => ask('GET'),
    close: () => ask('DELETE'),
  };
}

/**
 * Analyses a file without a client.
 * @param {string} address of the service
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {{ password?: string, stepDelay?: number, wait?: boolean }} how
 * @returns {Promise<string>} its data id
 */
export async function analyse(address, bytes, { password, stepDelay, wait }) {
  const headers = {
    ...(password !== undefined && { archivepwd: encodeURIComponent(password) }),
    ...(stepDelay !== undefined && { 'x-gateway-step-delay': String(stepDelay) }),
  };
  const response = await fetch(`${address}/file`, { method: 'POST', headers, body: bytes });
  const { data_id } = /** @type {any} */ (await response.json());
  if (typeof data_id !== 'string') throw new Error(`no analysis was begun: ${response.status}`);
  while (wait && !(await isFinished(`${address}/file/${data_id}`))) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return data_id;
}

/** @param {string} address */
async function isFinished(address) {
  const report = /** @type {any} */ (await (await fetch(address)).json());
  const { process_info: info, scan_results: results } = report;
  return results?.progress_percentage === 100 && (info?.progress_percentage ?? 100) === 100;
}
