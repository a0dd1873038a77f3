// @ts-check
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder of the disk with these files.
 * @param {import('node:test').TestContext} t
 * @param {Record<string, string | Uint8Array>} files
 */
export async function folderWith(t, files) {
  const folder = await mkdtemp(join(tmpdir(), 'metadefender-wasm-'));
  t.after(() => rm(folder, { recursive: true }));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

/**
 * Drags files of the disk over the page, as the system does, and lets go of them.
 * @param {import('./element.mjs').UploadPage} form
 * @param {string[]} paths
 * @param {import('playwright-core').Locator} over
 * @param {string[]} [steps]
 */
export async function drag(form, paths, over, steps = ['dragEnter', 'dragOver', 'drop']) {
  const box = await over.boundingBox();
  assert.ok(box);
  const session = await form.page.context().newCDPSession(form.page);
  for (const type of steps) {
    await session.send('Input.dispatchDragEvent', {
      type: /** @type {'drop'} */ (type),
      x: box.x + box.width / 2,
      y: box.y + box.height / 2,
      data: { items: [], files: paths, dragOperationsMask: 1 },
    });
  }
}
