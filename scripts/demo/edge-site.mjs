// @ts-check
import { appendFileSync, cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dist, root } from '../lib/paths.mjs';
import { contentSecurityPolicy } from './content-security-policy.mjs';

/** The folder of the demo page among the Worker's assets. */
export const DEMO = '/demo/';

/**
 * Adds the demo page to the assets of a copy of the example, and the built package in /node_modules, where npm would
 * install it.
 * @param {string} folder
 */
export function addDemo(folder) {
  const assets = join(folder, 'public');
  cpSync(join(root, 'www'), join(assets, DEMO), { recursive: true });
  cpSync(dist, join(assets, 'node_modules', 'metadefender-wasm', 'dist'), { recursive: true });
  const html = readFileSync(join(root, 'www', 'index.html'), 'utf8');
  const policy = `Content-Security-Policy: ${contentSecurityPolicy(html)}`;
  // Instead of the policy of the example's own page.
  const rule = ['', `${DEMO}*`, '  ! Content-Security-Policy', `  ${policy}`, ''];
  appendFileSync(join(assets, '_headers'), rule.join('\n'));
}
