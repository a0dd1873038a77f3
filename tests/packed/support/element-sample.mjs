// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runBundler } from './bundler.mjs';
import { inConsumer } from './consumer.mjs';

const SAMPLES = 'samples/element';
const MARK = '<div id="app">';

/**
 * What is served of a sample, and where its page is.
 * @typedef {{ root: string, path: string, html: string }} Served
 */

/** The sample without a framework and without a bundler. @returns {Served} */
export function staticSample() {
  const path = `/${SAMPLES}/html/index.html`;
  return { root: inConsumer(), path, html: readFileSync(inConsumer(path), 'utf8') };
}

/**
 * Builds a sample by Vite, as it is published.
 * @param {string} framework
 * @returns {Promise<Served>}
 */
export async function builtSample(framework) {
  const root = inConsumer('element', framework);
  await vite(framework, 'production', '--outDir', root);
  return { root, path: '/index.html', html: readFileSync(join(root, 'index.html'), 'utf8') };
}

/**
 * Builds a sample by Vite in development mode, in which frameworks say what they do not like, with
 * its page rendered on the server.
 * @param {string} framework
 * @returns {Promise<Served>}
 */
export async function renderedSample(framework) {
  const root = inConsumer('element', `${framework}-rendered`);
  await vite(framework, 'development', '--outDir', root);
  const server = inConsumer('element', `${framework}-server`);
  const entry = framework === 'react' ? 'server.tsx' : 'server.ts';
  await vite(framework, 'development', '--ssr', entry, '--outDir', server);
  const { render } = await import(pathToFileURL(join(server, 'server.js')).href);
  const html = readFileSync(join(root, 'index.html'), 'utf8').replace(MARK, `$&${await render()}`);

  return { root, path: '/index.html', html };
}

/** @param {string} framework @param {string} mode @param {string[]} args */
function vite(framework, mode, ...args) {
  const folder = inConsumer(SAMPLES, framework);
  return runBundler(folder, 'vite', ['build', '--mode', mode, '--emptyOutDir', ...args], {
    NODE_ENV: mode,
  });
}
