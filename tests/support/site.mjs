// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { importMap, importMapHash } from './import-map.mjs';
import { startStaticServer } from './static-server.mjs';

const SITE = 'samples/static-site';
const PACKAGE = 'metadefender-wasm';

/** What a policy has to allow of scripts: the files of the origin, and to compile the wasm. */
const SCRIPTS = ["'self'", "'wasm-unsafe-eval'"];

/** The project that has the packed package installed. */
export function consumer() {
  const root = process.env.CONSUMER;
  if (!root) throw new Error('CONSUMER names no project: run `npm test`');
  return root;
}

/** One of its pages. @param {string} name */
export const pageText = (name) => readFileSync(join(consumer(), SITE, name), 'utf8');

/**
 * Serves that project as static files, with the pages of tests/packed/samples/static-site, under a
 * policy that allows no more than the package needs.
 * @param {string} gateway its address
 * @param {string[]} [scripts] what the policy allows of scripts
 */
export async function startSite(gateway, scripts = SCRIPTS) {
  const page = pageText('page.html');
  const maps = [page, pageText('form.html'), pageText('element.html')].map(importMapHash);
  const policy = [
    "default-src 'none'",
    ['script-src', ...scripts, ...maps].join(' '),
    // Port 9 is what a case asks that nobody answers.
    `connect-src 'self' ${gateway} http://127.0.0.1:9`,
    "worker-src 'self'",
    // Browsers ask for /favicon.ico by themselves.
    "img-src 'self'",
  ].join('; ');
  const headers = { 'Content-Security-Policy': policy };
  const { address, stop } = await startStaticServer(headers, consumer(), {
    [`/${SITE}/run-case.bundle.js`]: await bundledCases(importMap(page)[PACKAGE]),
  });
  return {
    page: `${address}/${SITE}/page.html`,
    worker: `${address}/${SITE}/worker.html`,
    form: `${address}/${SITE}/form.html`,
    element: `${address}/${SITE}/element.html`,
    stop,
  };
}

/**
 * The cases for a worker, which has no import map. The package is not bundled with them: they import
 * it from where it is.
 * @param {string | undefined} path of the package
 */
async function bundledCases(path) {
  const { outputFiles } = await build({
    absWorkingDir: consumer(),
    entryPoints: ['behaviour/run-case.js'],
    bundle: true,
    format: 'esm',
    write: false,
    plugins: [
      {
        name: 'the package stays where it is',
        setup: ({ onResolve }) =>
          onResolve({ filter: new RegExp(`^${PACKAGE}$`) }, () => ({ path, external: true })),
      },
    ],
  });
  return outputFiles[0]?.text ?? '';
}
