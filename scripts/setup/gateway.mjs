// @ts-check
import { buildTool } from '../lib/cargo.mjs';
import { toolBin } from '../lib/paths.mjs';
import { step } from '../lib/step.mjs';

/**
 * The local gateway in tests/gateway.
 * @returns {Promise<string>} its path
 */
export async function gateway() {
  await step('Building the local gateway', () => buildTool('metadefender-gateway'));
  return toolBin('metadefender-gateway');
}
