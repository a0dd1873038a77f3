// @ts-check
import { assess } from 'metadefender-wasm';
import { connection } from '../connection.js';
import { escapeControls, escapeJson } from '../escape.js';
import { exitCodeOfVerdict } from '../exit-code.js';
import { explanation } from '../outcome.js';
import { Output } from '../output.js';
/** @import { ConnectionOptions } from '../connection.js' */

/**
 * Prints the report of an analysis.
 * @param {string} dataId
 * @param {ConnectionOptions & { wait?: boolean, format: string }} options
 * @param {AbortSignal} signal
 */
export async function result(dataId, options, signal) {
  const client = await connection(options);
  const report = options.wait
    ? await client.wait(dataId, { signal })
    : await client.result(dataId, { signal });
  const assessment = await assess(report, { api: options.api });
  const output = new Output();
  if (options.format === 'json') {
    await output.write(`${escapeJson(JSON.stringify(report, null, 2))}\n`);
  } else {
    const { display_name: name, file_size: size, sha256 } = report.file_info ?? {};
    const rows = {
      verdict: assessment.verdict,
      why: explanation({ ...assessment, path: '', seconds: 0 }) || assessment.reason,
      outdated: assessment.outdated ? 'yes' : undefined,
      file: name,
      size: size === undefined ? undefined : `${size} bytes`,
      sha256,
    };
    for (const [title, value] of Object.entries(rows)) {
      if (value !== undefined)
        await output.write(`${title.padEnd(8)}  ${escapeControls(String(value))}\n`);
    }
  }
  await output.end();
  return exitCodeOfVerdict(assessment.verdict);
}
