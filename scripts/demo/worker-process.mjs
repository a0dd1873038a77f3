// @ts-check
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verbose } from '../lib/step.mjs';
import { startProgram } from './background-program.mjs';
import { HOST } from './port.mjs';

const END_WITH_STDIN = new URL('end-with-stdin.mjs', import.meta.url).href;

/**
 * Runs a Worker in workerd, with the wrangler that is installed for its folder, and waits until it responds.
 * @param {string} folder
 * @param {number} port
 * @param {Record<string, string>} secrets the content of `.dev.vars`
 */
export function startWorker(folder, port, secrets) {
  const lines = Object.entries(secrets).map(([name, value]) => `${name}="${value}"\n`);
  writeFileSync(join(folder, '.dev.vars'), lines.join(''), { mode: 0o600 });
  const address = ['--ip', HOST, '--port', String(port), '--inspector-port', '0'];
  return startProgram({
    name: 'the Worker',
    command: process.execPath,
    args: [
      ...['--no-warnings', '--import', END_WITH_STDIN],
      join(folder, '..', 'node_modules', 'wrangler', 'wrangler-dist', 'cli.js'),
      ...['dev', ...address, '--show-interactive-dev-session=false'],
    ],
    options: { cwd: folder, env: { ...process.env, ...quiet(folder) } },
    ready: /\bReady on http/,
    onLine: (line) => verbose && console.log(line),
  });
}

/**
 * Keeps wrangler off the network and out of the home folder.
 * @param {string} folder
 */
export const quiet = (folder) => ({
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_LOG_PATH: join(folder, '.wrangler', 'logs'),
  WRANGLER_REGISTRY_PATH: join(folder, '.wrangler', 'registry'),
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
});
