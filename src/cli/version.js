// @ts-check
import { readFileSync } from 'node:fs';

/** The version of the package. The bundle is in its folder dist/. @returns {string} */
export function version() {
  const manifest = new URL('../package.json', import.meta.url);
  return JSON.parse(readFileSync(manifest, 'utf8')).version;
}
