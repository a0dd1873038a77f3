// @ts-check
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { root, target } from '../../scripts/lib/paths.mjs';

const KEPT = join(root, 'docs', 'screenshots');
const SEEN = join(target, 'screenshots');

/** What makes a picture of a page smallest: opaque, and nothing predicted. */
const PACKED = /** @type {const} */ ({
  colorType: 2,
  filterType: 0,
  deflateLevel: 9,
  deflateStrategy: 0,
});

/** How different a pixel may be: anti-aliasing differs from build to build of a browser. */
const THRESHOLD = 0.1;
/** How many of the pixels may be. */
const SHARE = 0.002;

/**
 * Compares a picture with the one that the repository keeps, or keeps it instead, if SCREENSHOTS is
 * `accept`.
 * @param {string} name
 * @param {Buffer} picture
 */
export function assertLooksAsKept(name, picture) {
  const kept = join(KEPT, `${name}.png`);
  if (process.env.SCREENSHOTS === 'accept') {
    mkdirSync(KEPT, { recursive: true });
    writeFileSync(kept, PNG.sync.write(PNG.sync.read(picture), PACKED));
    return;
  }
  const how = `look at target/screenshots; \`npm run screenshots\` accepts what is seen`;
  assert.ok(existsSync(kept), `there is no docs/screenshots/${name}.png; ${how}`);
  const actual = PNG.sync.read(picture);
  const expected = PNG.sync.read(readFileSync(kept));
  const { width, height } = expected;
  if (actual.width !== width || actual.height !== height) {
    keep(`${name}.actual.png`, picture);
    assert.fail(`${name} is ${actual.width} × ${actual.height}, not ${width} × ${height}; ${how}`);
  }
  const diff = new PNG({ width, height });
  const options = { threshold: THRESHOLD };
  const different = pixelmatch(actual.data, expected.data, diff.data, width, height, options);
  const share = different / (width * height);
  if (share <= SHARE) return;
  keep(`${name}.actual.png`, picture);
  keep(`${name}.diff.png`, PNG.sync.write(diff));
  assert.fail(`${name} differs in ${(100 * share).toFixed(2)} % of its pixels; ${how}`);
}

/**
 * @param {string} name
 * @param {Buffer} picture
 */
function keep(name, picture) {
  mkdirSync(SEEN, { recursive: true });
  writeFileSync(join(SEEN, name), picture);
}
