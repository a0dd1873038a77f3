// @ts-check
import { appendFileSync, cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dist, root } from '../lib/paths.mjs';
import { contentSecurityPolicy } from './content-security-policy.mjs';

/** Where the demo page is among the assets of the Worker. */
export const DEMO = '/demo/';

/**
 * Adds the demo page to the assets of a copy of the example, and the built package where npm would have put it.
 * @param {string} folder
 */
export function addDemo(folder) {
  const assets = join(folder, 'public');
  cpSync(join(root, 'www'), join(assets, DEMO), { recursive: true });
  cpSync(dist, join(assets, 'node_modules', 'metadefender-wasm', 'dist'), { recursive: true });
  const html = readFileSync(join(root, 'www', 'index.html'), 'utf8');
  const policy = `Content-Security-Policy: ${contentSecurityPolicy(html)}`;
  // In place of that of the example's own page.
  const rule = ['', `${DEMO}*`, '  ! Content-Security-Policy', `  ${policy}`, ''];
  appendFileSync(join(assets, '_headers'), rule.join('\n'));
}
