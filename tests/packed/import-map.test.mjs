// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { build } from 'esbuild';
import { importMap } from '../support/import-map.mjs';
import { consumer, pageText } from '../support/site.mjs';

for (const page of ['page.html', 'form.html']) {
  test(`the import map of ${page} resolves to the same files as \`exports\``, async () => {
    const imports = importMap(pageText(page));
    const names = Object.keys(imports);
    const { metafile } = await build({
      absWorkingDir: consumer(),
      stdin: {
        contents: names.map((name) => `import ${JSON.stringify(name)};`).join(''),
        resolveDir: consumer(),
      },
      platform: 'browser',
      bundle: true,
      write: false,
      metafile: true,
      logLevel: 'silent',
    });
    const direct = metafile.inputs['<stdin>']?.imports.map(({ path }) => `/${path}`);
    assert.deepEqual(Object.values(imports), direct);
  });
}
