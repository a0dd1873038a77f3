// @ts-check
import { connection } from '../connection.js';
import { escapeControls, escapeJson } from '../escape.js';
import { ExitCode } from '../exit-code.js';
import { Output } from '../output.js';
/** @import { ConnectionOptions } from '../connection.js' */

/**
 * Prints the rules that the key may use, one name per line.
 * @param {ConnectionOptions & { format: string }} options
 * @param {AbortSignal} signal
 */
export async function rules(options, signal) {
  const client = await connection(options);
  const found = await client.rules({ signal });
  const output = new Output();
  const text =
    options.format === 'json'
      ? `${escapeJson(JSON.stringify(found, null, 2))}\n`
      : found.map(({ name }) => `${escapeControls(String(name))}\n`).join('');
  await output.write(text);
  await output.end();
  return ExitCode.allowed;
}
