// @ts-check
import { checkAdvisories } from './checks/advisories.mjs';
import { entry } from './lib/entry.mjs';
import { Failure } from './lib/failure.mjs';
import { root } from './lib/paths.mjs';
import { nodeModules } from './setup/node-modules.mjs';
import { rust } from './setup/rust.mjs';

/** Makes a release of this checkout, and says how to publish it. */
async function main() {
  const [wanted, ...rest] = process.argv.slice(2);
  if (!wanted || rest.length > 0) {
    throw new Failure('say which: `npm run release -- 0.2.0`, or major, minor, patch');
  }
  await nodeModules();
  await rust();
  await checkAdvisories({ isRequired: true });
  // It needs an npm package.
  const { release } = await import('./release/release.mjs');
  const version = await release(root, wanted);
  console.log(`
  v${version} is committed and tagged here. What is left is to push both, and then, in CI, which
  signs where the package comes from:

    npm publish
    cargo publish`);
}

await entry(import.meta, main);
