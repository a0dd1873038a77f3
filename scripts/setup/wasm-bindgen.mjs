// @ts-check
import { buildTool } from '../lib/cargo.mjs';
import { toolBin } from '../lib/paths.mjs';
import { step } from '../lib/step.mjs';

/**
 * The tool in scripts/wasm-bindgen: wasm-bindgen's code generator, of exactly the crate's version.
 * @returns {Promise<string>} its path
 */
export async function wasmBindgen() {
  await step('Building the wasm-bindgen tool', () => buildTool('wasm-bindgen-tool'));
  return toolBin('wasm-bindgen-tool');
}
